namespace Device.Core.Learning;

/// <summary>What is wrong with a stroke.</summary>
[Flags]
public enum StrokeFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It was not written.</summary>
    Missing = 1,

    /// <summary>It was written before or after its turn.</summary>
    OutOfOrder = 2,

    /// <summary>It was written from its end to its beginning.</summary>
    Reversed = 4,

    /// <summary>It was written together with the stroke before or after it, without lifting the pen.</summary>
    Joined = 8,

    /// <summary>The pen was lifted within it.</summary>
    Split = 16,
}
