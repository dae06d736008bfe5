using Device.Screen.Drawing;

namespace Device.Screen.Refresh;

/// <summary>What a refresh did.</summary>
/// <param name="Screen">Where things are on the screen.</param>
/// <param name="Commands">Commands that the panel took; 0 when nothing had changed.</param>
/// <param name="Pixels">Pixels that were sent.</param>
public readonly record struct RefreshResult(ComposedScreen Screen, int Commands, long Pixels);
