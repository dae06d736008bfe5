namespace Device.Screen.Frames;

/// <summary>Threshold matrices: 64 x 64, every threshold of 0 to 255 equally often. Pure.</summary>
internal static class DitherMatrix
{
    /// <summary>Columns and rows.</summary>
    internal const int Side = 64;

    /// <summary>Makes a matrix, row by row.</summary>
    internal static byte[] Make(DitherPattern pattern) => pattern switch
    {
        DitherPattern.Ordered => Bayer(),
        DitherPattern.BlueNoise => BlueNoise(),
        _ => throw new ArgumentOutOfRangeException(nameof(pattern), pattern, "no such pattern"),
    };

    /// <summary>Bayer's recursion: the bits of x xor y and of y, interleaved, the lowest ones first.</summary>
    private static byte[] Bayer()
    {
        var matrix = new byte[Side * Side];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var rank = 0;
                for (var bit = 0; bit < 3; bit++)
                {
                    rank = (rank << 2) | ((((x ^ y) >> bit) & 1) << 1) | ((y >> bit) & 1);
                }

                matrix[(y * Side) + x] = (byte)(rank * 4);
            }
        }

        return matrix;
    }

    // Made by VoidAndCluster of the tests, which holds the file to what it makes: a start must not wait for it.
    private static byte[] BlueNoise()
    {
        using var file = typeof(DitherMatrix).Assembly.GetManifestResourceStream("blue-noise-64.bin")
            ?? throw new InvalidOperationException("the blue noise matrix is not in the assembly");
        var matrix = new byte[Side * Side];
        file.ReadExactly(matrix);
        return matrix;
    }
}
