namespace Device.Core.Notebook;

/// <summary>What a machine thinks of its wall clock.</summary>
public enum ClockState
{
    /// <summary>Nothing speaks against it.</summary>
    Believed,

    /// <summary>It stands before this product existed, as after an empty battery: show "time unknown".</summary>
    Unknown,

    /// <summary>It is further ahead than <see cref="OriginClock.MostAhead"/>, or beyond 2100.</summary>
    Ahead,
}
