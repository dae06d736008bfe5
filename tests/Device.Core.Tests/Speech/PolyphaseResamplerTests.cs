using CsCheck;
using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

public sealed class PolyphaseResamplerTests
{
    [Theory]
    [InlineData(8_000, 1_000)]
    [InlineData(11_025, 1_000)]
    [InlineData(22_050, 3_000)]
    [InlineData(24_000, 6_000)]
    [InlineData(32_000, 6_500)]
    [InlineData(44_100, 1_000)]
    [InlineData(44_100, 6_500)]
    [InlineData(48_000, 300)]
    [InlineData(48_000, 6_500)]
    [InlineData(96_000, 5_000)]
    [InlineData(192_000, 5_000)]
    public void A_tone_comes_through_clean_at_its_own_place_in_time(int from, int frequency)
    {
        var output = Convert(from, 16_000, Sine(from, frequency, from));
        Assert.InRange(output.Length, 16_000 - (TapsBehind(from) + 1), 16_000);

        // Against the ideal tone of the same phase, away from the ends: so that a shift in time is found as well.
        Assert.InRange(SignalToNoise(output.AsSpan(200, output.Length - 400), 200, 16_000, frequency), 65, 200);
    }

    [Theory]
    [InlineData(48_000, 9_000)]
    [InlineData(48_000, 15_900)]
    [InlineData(44_100, 10_000)]
    [InlineData(44_100, 20_000)]
    public void What_is_too_high_for_speech_does_not_come_back_as_another_tone(int from, int frequency)
    {
        var output = Convert(from, 16_000, Sine(from, frequency, from));
        Assert.InRange(AudioLevel.Of(output.AsSpan(200, output.Length - 400)).Rms, -96, -70);
    }

    [Fact]
    public void Playing_at_another_rate_keeps_the_tone()
    {
        foreach (var to in (int[])[44_100, 48_000])
        {
            var output = Convert(16_000, to, Sine(16_000, 1_000, 16_000));
            Assert.InRange(SignalToNoise(output.AsSpan(600, output.Length - 1_200), 600, to, 1_000), 65, 200);
        }
    }

    [Fact]
    public void The_same_sound_in_other_pieces_gives_the_same_samples()
    {
        var input = Sine(44_100, 700, 4_000);
        var whole = Convert(44_100, 16_000, input);
        Gen.Int[1, 700].Array[1, 50].Sample(pieces =>
        {
            var resampler = new PolyphaseResampler(44_100, 16_000);
            var (at, output, buffer) = (0, new List<short>(), new short[100]);
            for (var i = 0; at < input.Length; i++)
            {
                var rest = input.AsSpan(at, Math.Min(pieces[i % pieces.Length], input.Length - at));
                at += rest.Length;
                int given;
                do
                {
                    given = resampler.Process(rest, buffer, out var consumed);
                    rest = rest[consumed..];
                    output.AddRange(buffer[..given]);
                }
                while (!rest.IsEmpty || given == buffer.Length);
            }

            Assert.Equal(whole, output);
        });
    }

    [Fact]
    public void A_constant_stays_what_it_is_and_full_scale_does_not_turn_over()
    {
        var output = Convert(44_100, 16_000, [.. Enumerable.Repeat((short)12_345, 4_410)]);
        Assert.All(output[100..^100], sample => Assert.InRange(sample, 12_344, 12_346));
        var loud = Convert(48_000, 16_000, [.. Enumerable.Range(0, 4_800).Select(i => i / 60 % 2 == 0 ? short.MaxValue : short.MinValue)]);
        for (var i = 100; i < loud.Length - 100; i++)
        {
            // 20 output samples of each sign; beside the edges none may have the other one.
            if (i % 20 is > 2 and < 17)
            {
                Assert.Equal(i / 20 % 2 == 0, loud[i] > 0);
            }
        }
    }

    [Fact]
    public void After_a_gap_nothing_of_before_is_heard()
    {
        var resampler = new PolyphaseResampler(48_000, 16_000);
        var buffer = new short[400];
        _ = resampler.Process([.. Enumerable.Repeat((short)20_000, 960)], buffer, out _);
        resampler.Reset();
        var given = resampler.Process(new short[960], buffer, out _);
        Assert.All(buffer[..given], sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Rates_without_a_simple_ratio_are_refused()
    {
        Assert.False(PolyphaseResampler.CanConvert(44_101, 16_000));
        Assert.False(PolyphaseResampler.CanConvert(0, 16_000));
        var error = Assert.Throws<ArgumentException>(() => new PolyphaseResampler(44_101, 16_000));
        Assert.Contains("44101 Hz", error.Message, StringComparison.Ordinal);
    }

    private static int TapsBehind(int from) => (int)Math.Ceiling(24.0 * 16_000 / Math.Min(from, 16_000)) + 2;

    private static short[] Sine(int rate, double frequency, int length) =>
        [.. Enumerable.Range(0, length).Select(i => (short)Math.Round(16_000 * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    private static short[] Convert(int from, int to, short[] input)
    {
        var resampler = new PolyphaseResampler(from, to);
        var output = new short[(int)((long)input.Length * to / from) + 8];
        var given = resampler.Process(input, output, out var consumed);
        Assert.Equal(input.Length, consumed);
        return output[..given];
    }

    private static double SignalToNoise(ReadOnlySpan<short> samples, int offset, int rate, double frequency)
    {
        var (signal, noise) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            var ideal = 16_000 * Math.Sin(2 * Math.PI * frequency * (i + offset) / rate);
            signal += ideal * ideal;
            noise += (samples[i] - ideal) * (samples[i] - ideal);
        }

        return 10 * Math.Log10(signal / noise);
    }
}
