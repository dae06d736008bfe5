namespace Device.Core.Screen;

/// <summary>Drive schemes of e-ink controllers, by the names the trade uses. The number sent to a controller is a board's own table.</summary>
public enum Waveform
{
    /// <summary>Any state to white, with many flashes.</summary>
    Init = 0,

    /// <summary>Direct update: any grey to black or white, no flash.</summary>
    Du = 1,

    /// <summary>Black or white to black or white only: the fastest.</summary>
    A2 = 2,

    /// <summary>Any grey to four greys, no flash.</summary>
    Du4 = 3,

    /// <summary>Sixteen greys from white, no flash on white.</summary>
    Gl16 = 4,

    /// <summary>Sixteen greys, clearing: a full one flashes.</summary>
    Gc16 = 5,

    /// <summary>As <see cref="Gl16"/> with less ghosting (the trade's REAGL); a controller wants it for a whole update.</summary>
    Glr16 = 6,

    /// <summary>As <see cref="Glr16"/> with dithered ghost removal (REAGL-D).</summary>
    Gld16 = 7,
}
