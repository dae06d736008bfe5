using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Device.Core.Ink;
using Device.Core.Learning;

namespace Device.Core.Tests.Learning;

/// <summary>The strokes that come with the product, the golden file, and ink made of either.</summary>
internal static class ReferenceStrokes
{
    internal static readonly InkBounds Box = new(100, 20, 150, 70);

    internal static byte[] Golden => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "strokes-v1.bin"));

    internal static StrokeReferences Shipped { get; } = StrokeReferences.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "strokes.bin")), "strokes.bin");

    /// <summary>A file with the right hash again, after something in it was changed.</summary>
    internal static byte[] Sealed(byte[] file)
    {
        SHA256.HashData(file.AsSpan(0, file.Length - 32)).CopyTo(file, file.Length - 32);
        return file;
    }

    /// <summary>Where the number of characters stands; the index begins eight bytes later.</summary>
    internal static int CountAt(byte[] file) => 8 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(6));

    /// <summary>The character as its reference has it, in <see cref="Box"/>.</summary>
    internal static Stroke[] Written(CharacterStrokes character) => [.. character.Strokes.Select(s => Of(s))];

    internal static Stroke Of(IEnumerable<Vector2> points) =>
        new([.. points.Select(p => new InkPoint(Box.Left + (p.X * Box.Width), Box.Top + (p.Y * Box.Height), float.NaN, float.NaN))]);

    internal static Stroke Reversed(Stroke stroke) => new([.. stroke.Points.Reverse()]);
}
