namespace Device.Hardware.Simulated.Panel;

/// <summary>All pixels of the simulated panel at one moment.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Grey">8-bit greys (0 black, 255 white), row by row without padding.</param>
public sealed record PanelSnapshot(int Width, int Height, ReadOnlyMemory<byte> Grey)
{
    /// <summary>A pixel.</summary>
    /// <param name="x">Column, from 0.</param>
    /// <param name="y">Row, from 0.</param>
    /// <returns>Its grey.</returns>
    public byte At(int x, int y) => Grey.Span[(y * Width) + x];

    /// <summary>The picture as a PNG file: 8-bit grey, lossless.</summary>
    /// <returns>The file's bytes.</returns>
    public byte[] ToPng() => GreyPng.Encode(Grey.Span, Width, Height);
}
