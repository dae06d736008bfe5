namespace Device.Screen.Model;

/// <summary>What a screen says instead of showing a page. The numbers are append-only.</summary>
public enum ScreenNotice
{
    /// <summary>The page is shown.</summary>
    None = 0,

    /// <summary>The machine sleeps.</summary>
    Asleep = 1,

    /// <summary>The battery is all but empty.</summary>
    Charge = 2,

    /// <summary>The machine is off.</summary>
    Off = 3,
}
