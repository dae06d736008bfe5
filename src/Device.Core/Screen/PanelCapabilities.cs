namespace Device.Core.Screen;

/// <summary>What a panel is.</summary>
/// <param name="Width">Columns in pixels, 8 to 8,192.</param>
/// <param name="Height">Rows in pixels, 8 to 8,192.</param>
/// <param name="DotsPerInch">Resolution, 50 to 600.</param>
/// <param name="GreyLevels">2 or 4 or 16 levels on e-ink, 256 on an LCD.</param>
/// <param name="IsElectrophoretic">True for e-ink: pixels stay without power, ghosts have to be cleaned.</param>
public sealed record PanelCapabilities(int Width, int Height, int DotsPerInch, int GreyLevels, bool IsElectrophoretic)
{
    /// <summary>The whole panel.</summary>
    public PixelRect Bounds => new(0, 0, Width, Height);

    /// <summary>Pixels per millimetre.</summary>
    public float PixelsPerMillimetre => DotsPerInch / 25.4f;
}
