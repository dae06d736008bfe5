using SkiaSharp;

namespace Device.Screen.Frames;

/// <summary>Frames as PNG files: 8-bit grey, lossless. Any thread.</summary>
public static class GreyImage
{
    /// <summary>Largest PNG that is read, in bytes.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>Writes a frame as PNG.</summary>
    /// <param name="frame">The frame; it must not change meanwhile.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] EncodePng(GreyFrame frame)
    {
        using var image = SKImage.FromPixels(InfoOf(frame), frame.Address, frame.Stride)
            ?? throw new InvalidOperationException($"Skia takes no {frame.Width}x{frame.Height} grey image");
        using var data = image.Encode(SKEncodedImageFormat.Png, 100)
            ?? throw new InvalidOperationException($"Skia cannot encode a {frame.Width}x{frame.Height} grey image as PNG");
        GC.KeepAlive(frame);
        return data.ToArray();
    }

    /// <summary>Reads a picture; colours become greys.</summary>
    /// <param name="png">The file's bytes, at most <see cref="MaximumBytes"/>.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="InvalidDataException">It is no picture, or one larger than a frame can be.</exception>
    public static GreyFrame DecodePng(ReadOnlySpan<byte> png)
    {
        if (png.Length > MaximumBytes)
        {
            throw new InvalidDataException($"the picture has {png.Length} bytes, more than {MaximumBytes}");
        }

        using var data = SKData.CreateCopy(png);
        using var codec = SKCodec.Create(data) ?? throw new InvalidDataException($"{png.Length} bytes are not a picture");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width is < 1 or > GreyFrame.MaximumSide || height is < 1 or > GreyFrame.MaximumSide)
        {
            throw new InvalidDataException($"the picture is {width}x{height}; a side has 1 to {GreyFrame.MaximumSide} pixels");
        }

        var frame = new GreyFrame(width, height);
        var result = codec.GetPixels(InfoOf(frame), frame.Address, frame.Stride, SKCodecOptions.Default);
        GC.KeepAlive(frame);
        return result == SKCodecResult.Success ? frame : throw new InvalidDataException($"the picture is damaged: {result}");
    }

    internal static SKImageInfo InfoOf(GreyFrame frame) => new(frame.Width, frame.Height, SKColorType.Gray8, SKAlphaType.Opaque);
}
