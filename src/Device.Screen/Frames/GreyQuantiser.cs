using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>
    /// Sixteen levels without leaving bytes: the high half of grey - (grey + 8) / 16 + 8 is the nearest level of every byte, and
    /// (grey + 8) / 2, which is the mean of grey and 7 rounded up, stays in a byte.
    /// </summary>
    /// <returns>How many pixels were quantised.</returns>
    private static int Sixteen(Span<byte> pixels)
    {
        ref var first = ref MemoryMarshal.GetReference(pixels);
        nuint i = 0;
        if (Avx512BW.IsSupported)
        {
            for (; i + 64 <= (nuint)pixels.Length; i += 64)
            {
                var grey = Vector512.LoadUnsafe(ref first, i);
                var level = (grey - (Avx512BW.Average(grey, Vector512.Create((byte)7)) >>> 3) + Vector512.Create((byte)8)) & Vector512.Create((byte)0xF0);
                (level | (level.AsUInt16() >>> 4).AsByte()).StoreUnsafe(ref first, i);
            }
        }
        else if (Avx2.IsSupported)
        {
            for (; i + 64 <= (nuint)pixels.Length; i += 64)
            {
                var (low, high) = (Vector256.LoadUnsafe(ref first, i), Vector256.LoadUnsafe(ref first, i + 32));
                Levels(low, Avx2.Average(low, Vector256.Create((byte)7))).StoreUnsafe(ref first, i);
                Levels(high, Avx2.Average(high, Vector256.Create((byte)7))).StoreUnsafe(ref first, i + 32);
            }
        }

        for (; i + 16 <= (nuint)pixels.Length; i += 16)
        {
            var grey = Vector128.LoadUnsafe(ref first, i);
            var half = AdvSimd.IsSupported ? AdvSimd.FusedAddRoundedHalving(grey, Vector128.Create((byte)7)) : (grey >>> 1) + Vector128.Create((byte)4);
            Levels(grey, half).StoreUnsafe(ref first, i);
        }

        return (int)i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Levels(Vector256<byte> grey, Vector256<byte> half)
    {
        var level = (grey - (half >>> 3) + Vector256.Create((byte)8)) & Vector256.Create((byte)0xF0);
        return level | (level.AsUInt16() >>> 4).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Levels(Vector128<byte> grey, Vector128<byte> half)
    {
        var level = (grey - (half >>> 3) + Vector128.Create((byte)8)) & Vector128.Create((byte)0xF0);
        return level | (level.AsUInt16() >>> 4).AsByte();
    }
}
