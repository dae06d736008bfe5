using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests;

public sealed class DirectionMapsTests
{
    [Fact]
    public void Every_golden_sample_gives_the_same_bits_as_the_training_code()
    {
        var golden = RepositoryFile.Find("tests", "Device.Recognition.Tests", "golden", "direction-maps.bin");
        Assert.NotNull(golden);
        var reader = new GoldenReader(File.ReadAllBytes(golden));
        Assert.Equal(1, reader.Version);
        Assert.InRange(reader.Samples, 20, 100);
        for (var sample = 0; sample < reader.Samples; sample++)
        {
            var (xy, lengths, expected) = reader.Next();
            AssertSameBits(expected, Maps(xy, lengths), $"sample {sample}");
        }

        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Seeded_random_ink_gives_the_same_bits_as_features_c_compiled_here()
    {
        using var reference = ReferenceMaps.TryCompile(out var why);
        Assert.SkipWhen(reference is null, why);
        var random = new Random(20260101);
        for (var sample = 0; sample < 300; sample++)
        {
            var (xy, lengths) = RandomInk(random, sample);
            AssertSameBits(reference!.Maps(xy, lengths), Maps(xy, lengths), $"random sample {sample}");
        }
    }

    [Fact]
    public void No_ink_gives_blank_maps()
    {
        var maps = new float[DirectionMaps.Length];
        maps.AsSpan().Fill(1);
        DirectionMaps.Extract([], [0, 0], maps);
        Assert.All(maps, v => Assert.Equal(0f, v));
    }

    [Theory]
    [InlineData(new float[] { 5, 5 }, new[] { 1 })]
    [InlineData(new float[] { 5, 5, 5, 5, 5, 5 }, new[] { 3 })]
    [InlineData(new float[] { 0, 7, 100, 7 }, new[] { 2 })]
    [InlineData(new float[] { 7, 0, 7, 100 }, new[] { 2 })]
    [InlineData(new float[] { 1e30f, -1e30f, 0, 0 }, new[] { 2 })]
    [InlineData(new float[] { float.NaN, float.PositiveInfinity, 3, 4 }, new[] { 1, 1 })]
    [InlineData(new float[] { 0, 0, 1e-30f, 1e-30f }, new[] { 2 })]
    public void Degenerate_ink_gives_finite_maps_that_are_not_blank(float[] xy, int[] lengths)
    {
        var maps = Maps(xy, lengths);
        Assert.All(maps, v => Assert.InRange(v, 0f, 100f));
        Assert.Contains(maps, v => v > 0);
    }

    [Fact]
    public void A_stroke_to_the_right_lies_in_the_first_plane_only()
    {
        var maps = Maps([0, 7, 100, 7], [2]);
        Assert.Contains(maps[..1024], v => v > 0.5f);
        Assert.All(maps[1024..8192], v => Assert.Equal(0f, v));
    }

    [Fact]
    public void Place_and_size_of_the_ink_do_not_matter()
    {
        var near = Maps([0, 0, 64, 32, 16, 128], [3]);
        var far = Maps([512, 256, 768, 384, 576, 768], [3]);
        AssertSameBits(near, far, "moved and scaled by powers of two");
    }

    [Fact]
    public void Strokes_past_the_limit_are_ignored()
    {
        var random = new Random(3);
        var lengths = Enumerable.Repeat(3, DirectionMaps.MaxStrokes + 10).ToArray();
        var xy = Enumerable.Range(0, 6 * lengths.Length).Select(_ => (float)random.NextDouble()).ToArray();
        var kept = Maps(xy[..(6 * DirectionMaps.MaxStrokes)], lengths[..DirectionMaps.MaxStrokes]);
        AssertSameBits(kept, Maps(xy, lengths), "strokes past the limit");
    }

    [Fact]
    public void A_very_long_scribble_stays_finite()
    {
        var random = new Random(4);
        var xy = Enumerable.Range(0, 400_000).Select(_ => (float)random.NextDouble()).ToArray();
        Assert.All(Maps(xy, [200_000]), v => Assert.InRange(v, 0f, 100f));
    }

    [Fact]
    public void Lengths_that_do_not_fit_the_points_are_refused()
    {
        var maps = new float[DirectionMaps.Length];
        Assert.Throws<ArgumentException>(() => DirectionMaps.Extract([1, 2, 3, 4], [3], maps));
        Assert.Throws<ArgumentException>(() => DirectionMaps.Extract([1, 2], [2, -1], maps));
        Assert.Throws<ArgumentException>(() => DirectionMaps.Extract([1, 2], [1], new float[10]));
    }

    [Fact]
    public void A_second_character_allocates_nothing()
    {
        var extractor = new DirectionMapExtractor();
        float[] xy = [0, 0, 10, 3, 4, 9];
        var maps = new float[DirectionMaps.Length];
        extractor.Extract(xy, [3], maps);
        var before = GC.GetAllocatedBytesForCurrentThread();
        extractor.Extract(xy, [3], maps);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[] Maps(float[] xy, int[] lengths)
    {
        var maps = new float[DirectionMaps.Length];
        DirectionMaps.Extract(xy, lengths, maps);
        return maps;
    }

    private static void AssertSameBits(float[] expected, float[] actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                Assert.Fail($"{what}: plane {i / 1024}, row {i / 32 % 32}, column {i % 32}: {actual[i]:R}, expected {expected[i]:R}");
            }
        }
    }

    private static (float[] Xy, int[] Lengths) RandomInk(Random random, int sample)
    {
        var lengths = Enumerable.Range(0, random.Next(1, sample % 50 == 0 ? 80 : 20)).Select(_ => random.Next(0, sample % 40 == 0 ? 600 : 30)).ToArray();
        var xy = new float[2 * lengths.Sum()];
        float x = 0, y = 0, scale = MathF.Pow(10, random.Next(-3, 4));
        for (var i = 0; i < xy.Length; i += 2)
        {
            x += ((float)random.NextDouble() - 0.45f) * scale;
            y += ((float)random.NextDouble() - 0.5f) * scale * (sample % 5);
            (xy[i], xy[i + 1]) = (x, y);
        }

        return (xy, lengths);
    }

    private ref struct GoldenReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes[12..];

        public int Version { get; } = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);

        public int Samples { get; } = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);

        public readonly bool AtEnd => _rest.IsEmpty;

        public (float[] Xy, int[] Lengths, float[] Maps) Next()
        {
            var lengths = Take<int>(Take<int>(1)[0]);
            return (Take<float>(2 * lengths.Sum()), lengths, Take<float>(DirectionMaps.Length));
        }

        private T[] Take<T>(int count)
            where T : unmanaged
        {
            var values = MemoryMarshal.Cast<byte, T>(_rest[..(4 * count)]).ToArray();
            _rest = _rest[(4 * count)..];
            return values;
        }
    }
}
