using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Device.Screen.Frames;

/// <summary>Brings 8-bit greys to the levels a panel has: evenly spaced from 0 to 255, the nearest one. Pure; any thread.</summary>
public static class GreyQuantiser
{
    /// <summary>Quantises in place.</summary>
    /// <param name="pixels">8-bit greys.</param>
    /// <param name="levels">2, 4, 16 (0, 17, 34 … 255) or 256, which changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A panel has 2, 4, 16 or 256 levels.</exception>
    public static void Quantise(Span<byte> pixels, int levels)
    {
        if (levels == 256)
        {
            return;
        }

        var i = levels == 16 ? Sixteen(pixels) : 0;

        // level = (grey + half) * factor >> shift stays below 2^16 and is the exact quotient by the step for every byte.
        var (half, factor, shift, step) = levels switch
        {
            2 => ((ushort)128, (ushort)1, 8, (ushort)255),
            4 => ((ushort)42, (ushort)193, 14, (ushort)85),
            16 => ((ushort)8, (ushort)241, 12, (ushort)17),
            _ => throw new ArgumentOutOfRangeException(nameof(levels), levels, "a panel has 2, 4, 16 or 256 grey levels"),
        };

        ref var first = ref MemoryMarshal.GetReference(pixels);
        var (halves, factors, steps) = (new Vector<ushort>(half), new Vector<ushort>(factor), new Vector<ushort>(step));
        for (; i <= pixels.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            ref var at = ref Unsafe.Add(ref first, i);
            Vector.Widen(Vector.LoadUnsafe(ref at), out var low, out var high);
            low = Vector.ShiftRightLogical((low + halves) * factors, shift) * steps;
            high = Vector.ShiftRightLogical((high + halves) * factors, shift) * steps;
            Vector.Narrow(low, high).StoreUnsafe(ref at);
        }

        for (; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(((pixels[i] + half) * factor >> shift) * step);
        }
    }

    /// <summary>Sixteen levels without leaving bytes: (grey - (grey + 8) / 16 + 8) / 16 is the nearest level of every byte, and (grey + 8) / 16 is (grey / 2 + 4) / 8.</summary>
    /// <returns>How many pixels were quantised.</returns>
    private static int Sixteen(Span<byte> pixels)
    {
        ref var first = ref MemoryMarshal.GetReference(pixels);
        var i = 0;
        for (; i <= pixels.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var grey = Vector.LoadUnsafe(ref first, (nuint)i);
            var level = (grey - (((grey >>> 1) + new Vector<byte>(4)) >>> 3) + new Vector<byte>(8)) >>> 4;
            (level | (level << 4)).StoreUnsafe(ref first, (nuint)i);
        }

        return i;
    }
}
