using System.ComponentModel.DataAnnotations;

namespace Device.Screen.Layout;

/// <summary>How the screen is divided. Millimetres, so that it looks the same on every panel.</summary>
public sealed class ScreenLayoutOptions
{
    /// <summary>Height of the status bar, 4 to 20 mm.</summary>
    [Range(4, 20)]
    public float StatusBar { get; set; } = 8;

    /// <summary>Width of the strip beside the page that shows what ink was read as, 0 (none) to 80 mm; never more than a quarter of the panel.</summary>
    [Range(0, 80)]
    public float Readings { get; set; } = 34;

    /// <summary>The largest part of the panel's height that the answer card takes, 0.1 to 0.8.</summary>
    [Range(0.1, 0.8)]
    public float AnswerShare { get; set; } = 0.4f;
}
