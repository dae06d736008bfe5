using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Device.Core.Screen;

namespace Device.Screen.Frames;

/// <summary>
/// Brings pictures to a panel's levels so that a surface keeps its mean light: a grey between two levels becomes a mix of both,
/// in proportion in linear light. The pattern lies fast on the panel, so a part that is drawn anew fits what is around it. For
/// pictures only: text and line art are rounded. Immutable; any thread.
/// </summary>
public sealed class GreyDither
{
    private const int Step16 = 17;
    private const int Side = DitherMatrix.Side;

    // Rows are repeated, so that a vector can be read from any column.
    private const int RowLength = Side + 64;

    private readonly int _levels;
    private readonly byte[] _thresholds = new byte[Side * RowLength];
    private readonly byte[] _offsets = new byte[Side * RowLength];
    private readonly byte[] _table;
    private readonly Vector128<byte> _bent;
    private readonly Vector512<byte>[] _bends = new Vector512<byte>[2];

    /// <summary>Makes the tables of a panel.</summary>
    /// <param name="levels">2, 4, 16 or 256; the last changes nothing.</param>
    /// <param name="pattern">The pattern.</param>
    /// <exception cref="ArgumentOutOfRangeException">A panel has 2, 4, 16 or 256 levels.</exception>
    public GreyDither(int levels, DitherPattern pattern)
    {
        if (levels is not (2 or 4 or 16 or 256))
        {
            throw new ArgumentOutOfRangeException(nameof(levels), levels, "a panel has 2, 4, 16 or 256 grey levels");
        }

        _levels = levels;
        var matrix = DitherMatrix.Make(pattern);
        for (var i = 0; i < _thresholds.Length; i++)
        {
            _thresholds[i] = matrix[(i / RowLength * Side) + (i % RowLength % Side)];
            _offsets[i] = (byte)(_thresholds[i] * Step16 / 256);
        }

        _table = levels == 256 ? [] : Table(levels);
        _bent = levels == 16 ? Bent() : default;
        for (var i = 0; i < _bends.Length; i++)
        {
            _bends[i] = Bytes(_bent, i * Vector512<byte>.Count);
        }
    }

    /// <summary>Dithers a region in place.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="region">The region; what lies outside the frame is left out.</param>
    public void Apply(GreyFrame frame, PixelRect region)
    {
        var inside = region.Intersect(frame.Bounds);
        if (_levels == 256 || inside.IsEmpty)
        {
            return;
        }

        for (var y = inside.Y; y < inside.Bottom; y++)
        {
            var row = frame.Row(y).Slice(inside.X, inside.Width);
            var done = _levels == 16 ? Sixteen(row, y, inside.X) : 0;
            for (var x = done; x < row.Length; x++)
            {
                var threshold = _thresholds[(y % Side * RowLength) + ((inside.X + x) % Side)];
                row[x] = _table[(threshold << 8) | row[x]];
            }
        }
    }

    /// <summary>The light of a grey, 0 to 1 (IEC 61966-2-1).</summary>
    internal static double Light(int grey)
    {
        var value = grey / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    /// <summary>Where a grey's light lies between the two levels around it, 0 to below 1, and the lower one.</summary>
    private static (int Lower, double Share) Place(int grey, int levels)
    {
        var step = 255 / (levels - 1);
        var lower = Math.Min(grey / step, levels - 2);
        var (dark, light) = (Light(lower * step), Light((lower + 1) * step));
        return (lower, (Light(grey) - dark) / (light - dark));
    }

    private static byte[] Table(int levels)
    {
        var step = 255 / (levels - 1);
        var table = new byte[256 * 256];
        for (var grey = 0; grey < 256; grey++)
        {
            var (lower, share) = Place(grey, levels);
            for (var threshold = 0; threshold < 256; threshold++)
            {
                // Sixteen levels are reckoned in seventeenths, as the vectors do.
                var isLight = levels == 16
                    ? Math.Round(share * Step16) + (threshold * Step16 / 256) >= Step16
                    : share * 256 > 255 - threshold;
                table[(threshold << 8) | grey] = (byte)((lower + (isLight ? 1 : 0)) * step);
            }
        }

        return table;
    }

    /// <summary>A bit for every grey below 128 whose seventeenths in linear light are one fewer than its distance from the level below. Lighter ones have none.</summary>
    private static Vector128<byte> Bent()
    {
        var bits = new byte[16];
        for (var grey = 0; grey < 255; grey++)
        {
            var (lower, share) = Place(grey, 16);
            var bend = grey - (lower * Step16) - (int)Math.Round(share * Step16);
            if (bend is not (0 or 1) || (bend == 1 && grey >= 128))
            {
                throw new InvalidOperationException($"grey {grey} bends by {bend}");
            }

            bits[grey >> 3 & 15] |= (byte)(bend << (grey & 7));
        }

        return Vector128.Create(bits);
    }

    /// <summary>255 for each of 64 bits that is set.</summary>
    private static Vector512<byte> Bytes(Vector128<byte> bits, int from)
    {
        Span<byte> bytes = stackalloc byte[Vector512<byte>.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((bits[(from + i) >> 3] >> ((from + i) & 7) & 1) * 255);
        }

        return Vector512.Create<byte>(bytes);
    }

    private int Sixteen(Span<byte> row, int y, int left)
    {
        ref var first = ref MemoryMarshal.GetReference(row);
        ref var offsets = ref _offsets[y % Side * RowLength];
        var x = 0;
        if (Avx512Vbmi.IsSupported && row.Length >= Side)
        {
            // A vector is as long as the pattern's row, so every vector of a row has the same offsets.
            var offset = Vector512.LoadUnsafe(ref offsets, (nuint)(left % Side));
            for (; x <= row.Length - Side; x += Side)
            {
                var grey = Vector512.LoadUnsafe(ref first, (nuint)x);
                var bend = Avx512Vbmi.PermuteVar64x8x2(_bends[0], grey, _bends[1]) & Vector512.LessThan(grey, Vector512.Create((byte)128));
                var sum = Vector512.AddSaturate(grey + bend, offset);
                var level = (sum - (sum >>> 4)) & Vector512.Create((byte)0xF0);
                (level | (level.AsUInt16() >>> 4).AsByte()).StoreUnsafe(ref first, (nuint)x);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var (table, bits) = (Vector256.Create(_bent, Vector128<byte>.Zero), Vector256.Create(BitOf, BitOf));
            for (; x <= row.Length - Vector256<byte>.Count; x += Vector256<byte>.Count)
            {
                var grey = Vector256.LoadUnsafe(ref first, (nuint)x);
                var bit = Vector256.ShuffleNative(bits, grey & Vector256.Create((byte)7));
                var bend = Vector256.Equals(Vector256.ShuffleNative(table, grey >>> 3) & bit, bit);
                var sum = Vector256.AddSaturate(grey + bend, Vector256.LoadUnsafe(ref offsets, (nuint)((left + x) % Side)));
                var level = (sum - (sum >>> 4)) & Vector256.Create((byte)0xF0);
                (level | (level.AsUInt16() >>> 4).AsByte()).StoreUnsafe(ref first, (nuint)x);
            }
        }

        for (; x <= row.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            var grey = Vector128.LoadUnsafe(ref first, (nuint)x);
            var bit = Vector128.ShuffleNative(BitOf, grey & Vector128.Create((byte)7));
            var bend = Vector128.Equals(Vector128.Shuffle(_bent, grey >>> 3) & bit, bit);
            var sum = Vector128.AddSaturate(grey + bend, Vector128.LoadUnsafe(ref offsets, (nuint)((left + x) % Side)));

            // (sum - sum / 16) / 16 is sum / 17 for every byte.
            var level = (sum - (sum >>> 4)) & Vector128.Create((byte)0xF0);
            (level | (level.AsUInt16() >>> 4).AsByte()).StoreUnsafe(ref first, (nuint)x);
        }

        return x;
    }

    private static Vector128<byte> BitOf => Vector128.Create(1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);
}
