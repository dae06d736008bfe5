namespace Device.Core.Speech;

/// <summary>Why a segment ended.</summary>
public enum SegmentEnd
{
    /// <summary>The speaker paused.</summary>
    Pause,

    /// <summary>It reached the longest length; the next segment goes on where it ended.</summary>
    Length,

    /// <summary>So much sound was lost that what follows belongs to another sentence.</summary>
    Gap,

    /// <summary>The recording ended.</summary>
    Closed,
}
