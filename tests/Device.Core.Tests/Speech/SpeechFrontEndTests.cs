using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

public sealed class SpeechFrontEndTests
{
    [Fact]
    public void Rumble_goes_and_speech_passes()
    {
        Assert.InRange(LevelAfterHighPass(20), -60, -20);
        Assert.InRange(LevelAfterHighPass(80), -3.2, -2.8);
        Assert.InRange(LevelAfterHighPass(300), -0.1, 0.1);
        Assert.InRange(LevelAfterHighPass(4_000), -0.1, 0.1);
    }

    [Fact]
    public void Quiet_speech_comes_up_to_the_target_within_seconds()
    {
        var gain = new GainControl();
        Run(gain, 200, 0.0003);
        var last = Run(gain, 400, 0.015);
        Assert.InRange(last, GainControl.Target - 1, GainControl.Target + 1);
    }

    [Fact]
    public void Noise_alone_is_never_turned_up()
    {
        var gain = new GainControl();
        Run(gain, 3_000, 0.003);
        Assert.Equal(0, gain.Gain);
    }

    [Fact]
    public void Gain_is_bounded_and_never_clips()
    {
        var gain = new GainControl();
        Run(gain, 200, 0.0001);
        Run(gain, 2_000, 0.002);
        Assert.InRange(gain.Gain, GainControl.MostGain - 8, GainControl.MostGain);
        var loud = Enumerable.Repeat(0.8f, 320).ToArray();
        gain.Process(loud);
        Assert.All(loud, s => Assert.InRange(s, 0, GainControl.Ceiling + 0.001f));
    }

    private static double Run(GainControl gain, int frames, double amplitude)
    {
        var (random, last) = (new Random(3), 0.0);
        for (var f = 0; f < frames; f++)
        {
            // Half of each second is loud, as speech is.
            var loud = amplitude < 0.01 || f % 50 < 35 ? amplitude : 0.0003;
            var samples = Enumerable.Range(0, 320).Select(_ => (float)(loud * Math.Sqrt(3) * ((random.NextDouble() * 2) - 1))).ToArray();
            gain.Process(samples);
            last = loud == amplitude ? 10 * Math.Log10(samples.Average(s => s * s)) : last;
        }

        return last;
    }

    private static double LevelAfterHighPass(double frequency)
    {
        var filter = new HighPassFilter();
        var samples = Tone.Of(frequency, TimeSpan.FromSeconds(2)).Select(s => s / 32_768f).ToArray();
        var before = samples.Skip(16_000).Average(s => s * s);
        filter.Process(samples);
        return 10 * Math.Log10(samples.Skip(16_000).Average(s => s * s) / before);
    }
}
