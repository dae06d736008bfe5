using Device.Recognition.Speech.Mandarin;

namespace Device.Recognition.Tests.Speech;

public sealed class PitchTrackerTests
{
    [Fact]
    public void Pitch_and_tone_features_are_the_trainers()
    {
        var golden = GoldenFeatures.Read();
        var track = PitchTracker.Track(golden.Samples);
        Assert.Equal(golden.Track.Length / 3, track.Count);
        for (var t = 0; t < track.Count; t++)
        {
            // Where nothing is voiced, all paths cost about the same and rounding decides.
            if (golden.Track[track.Count + t] > 0.6f)
            {
                Assert.True(Math.Abs(golden.Track[t] - track.LogPitch[t]) < 2e-3f, $"pitch {t}: {track.LogPitch[t]}, expected {golden.Track[t]}");
            }
        }

        Close(golden.Track.AsSpan(track.Count, track.Count), track.Voicing, 2e-3f);
        Close(golden.Track.AsSpan(2 * track.Count, track.Count), track.Energy, 1e-3f);
        var features = new float[ToneFeatures.Length];
        ToneFeatures.Fill(track, 5, track.Count - 5, track.Median(), null, 7.5f, features);
        Close(golden.Tone, features, 1e-2f);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(150)]
    [InlineData(300)]
    [InlineData(450)]
    public void A_buzz_has_its_own_pitch(float hertz)
    {
        var samples = new float[8_000];
        for (var i = 0; i < samples.Length; i++)
        {
            for (var k = 1; k * hertz < 3_500; k++)
            {
                samples[i] += 0.2f / k * MathF.Sin(2 * MathF.PI * k * hertz * i / 16_000);
            }
        }

        var track = PitchTracker.Track(samples);
        Assert.InRange(MathF.Pow(2, track.Median()), hertz * 0.985f, hertz * 1.015f);
    }

    [Fact]
    public void Silence_and_a_moment_of_sound_have_no_voice()
    {
        Assert.Equal(0, PitchTracker.Track(new float[500]).Count);
        Assert.All(PitchTracker.Track(new float[8_000]).Voicing.ToArray(), v => Assert.Equal(0, v));
    }

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, float tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"value {i}: {found[i]}, expected {expected[i]}");
        }
    }
}
