namespace Device.Link;

/// <summary>What a <see cref="FrameDecoder"/> has seen, in frames. Written by the decoder's thread only.</summary>
public sealed class LinkCounters
{
    /// <summary>Good frames handed out.</summary>
    public long Received { get; internal set; }

    /// <summary>Stretches between two zeros that were longer than any frame.</summary>
    public long Overlong { get; internal set; }

    /// <summary>Stretches that were not validly stuffed.</summary>
    public long BadStuffing { get; internal set; }

    /// <summary>Stretches too short for a header and a checksum.</summary>
    public long TooShort { get; internal set; }

    /// <summary>Frames whose checksum did not match.</summary>
    public long BadChecksum { get; internal set; }

    /// <summary>Intact frames of another layout version.</summary>
    public long WrongVersion { get; internal set; }

    /// <summary>Intact frames of no known kind or with reserved flags set.</summary>
    public long BadFlags { get; internal set; }

    /// <summary>All that was refused, for whatever reason.</summary>
    public long Refused
    {
        get { return Overlong + BadStuffing + TooShort + BadChecksum + WrongVersion + BadFlags; }
    }
}
