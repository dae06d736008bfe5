namespace Device.Sync.Tests.World;

/// <summary>What becomes of a message on its way.</summary>
internal enum Fate
{
    /// <summary>It arrives, and the sender hears so.</summary>
    Arrive,

    /// <summary>It arrives twice.</summary>
    ArriveTwice,

    /// <summary>It arrives later than others.</summary>
    Delay,

    /// <summary>It does not arrive; the sender hears that it did.</summary>
    Vanish,

    /// <summary>It does not arrive, and the sender hears nothing.</summary>
    Silence,

    /// <summary>It arrives, and the sender hears nothing.</summary>
    LosePuback,

    /// <summary>The broker refuses it.</summary>
    Refuse,

    /// <summary>The connection ends before it arrives.</summary>
    CutBefore,

    /// <summary>It arrives and the connection ends before the sender hears so.</summary>
    CutAfter,
}
