using CsCheck;
using Device.Recognition.Speech.Features;

namespace Device.Recognition.Tests.Speech;

public sealed class LogMelTests
{
    private const float Tolerance = 1e-4f;

    [Fact]
    public void Features_are_the_trainers()
    {
        var golden = GoldenFeatures.Read();
        var frames = LogMel.FrameCount(golden.Samples.Length);
        Assert.Equal(golden.Mel.Length, frames * LogMel.Bands);
        var features = new float[golden.Mel.Length];
        new LogMel().Frames(golden.Samples, features);
        Assert.True(Furthest(golden.Mel, features) < Tolerance, $"furthest apart: {Furthest(golden.Mel, features)}");
    }

    [Fact]
    public void Sound_in_pieces_of_any_length_gives_the_frames_of_the_whole() =>
        Gen.Select(Gen.Float[-1, 1].Array[0, 3_000], Gen.Int[1, 700]).Sample((samples, piece) =>
        {
            var whole = new float[LogMel.FrameCount(samples.Length) * LogMel.Bands];
            new LogMel().Frames(samples, whole);
            var (stream, streamed) = (new LogMelStream(), new List<float>());
            for (var at = 0; at < samples.Length; at += piece)
            {
                stream.Push(samples.AsSpan(at, Math.Min(piece, samples.Length - at)), streamed, static (frame, into) => into.AddRange(frame));
            }

            return whole.AsSpan().SequenceEqual(streamed.ToArray());
        }, iter: 100);

    [Fact]
    public void Digital_silence_is_the_least_value_in_every_band()
    {
        var features = new float[LogMel.Bands];
        new LogMel().Frame(new float[LogMel.FrameLength], features);
        Assert.All(features, f => Assert.Equal(LogMel.Silence, f));
    }

    [Fact]
    public void A_tone_stands_in_the_band_of_its_pitch()
    {
        var samples = new float[LogMel.FrameLength];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = 0.5f * MathF.Sin(2 * MathF.PI * 6_000 * i / LogMel.SampleRate);
        }

        var features = new float[LogMel.Bands];
        new LogMel().Frame(samples, features);
        Assert.InRange(Array.IndexOf(features, features.Max()), LogMel.LowBands, LogMel.Bands - 1);
    }

    [Fact]
    public void Streaming_allocates_nothing_per_sample()
    {
        var (stream, samples, count) = (new LogMelStream(), new float[16_000], new int[1]);
        LogMelStream.FrameAction<int[]> onFrame = static (_, c) => c[0]++;
        stream.Push(samples, count, onFrame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        stream.Push(samples, count, onFrame);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(count[0] > 190);
    }

    private static float Furthest(float[] a, float[] b) => a.Zip(b).Max(x => Math.Abs(x.First - x.Second));
}
