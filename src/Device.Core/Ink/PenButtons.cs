namespace Device.Core.Ink;

/// <summary>Buttons of the pen's barrel. Numbers are append-only.</summary>
[Flags]
public enum PenButtons : byte
{
    /// <summary>None is held down.</summary>
    None = 0,

    /// <summary>The one nearest to the tip (BTN_STYLUS).</summary>
    First = 1,

    /// <summary>The next (BTN_STYLUS2).</summary>
    Second = 2,

    /// <summary>The third (BTN_STYLUS3).</summary>
    Third = 4,
}
