namespace Device.Core.Screen;

/// <summary>Why a region is refreshed. A panel maps it to a waveform it has. Weakest first: of two that collide, the larger wins.</summary>
public enum RefreshIntent
{
    /// <summary>Live ink: as fast as the panel can, black on what is there.</summary>
    Pen = 0,

    /// <summary>Buttons, cursor, selection.</summary>
    Interface = 1,

    /// <summary>Text and settled ink on white, without a flash.</summary>
    Text = 2,

    /// <summary>Greys that matter.</summary>
    Image = 3,

    /// <summary>A new page, or a region that is cleaned: ghosts of what was there must go. Flashes.</summary>
    PageTurn = 4,

    /// <summary>Everything is cleaned: start, resume, before sleep.</summary>
    DeepClean = 5,
}
