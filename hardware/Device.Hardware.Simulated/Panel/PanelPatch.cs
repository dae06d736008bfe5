using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>A part of the simulated panel as a person would see it now.</summary>
/// <param name="Region">Which part.</param>
/// <param name="Grey">8-bit greys (0 black, 255 white), row by row without padding.</param>
public sealed record PanelPatch(PixelRect Region, ReadOnlyMemory<byte> Grey);
