using CsCheck;
using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

public sealed class FrameAssemblerTests
{
    [Fact]
    public void Pieces_of_any_length_become_whole_frames_with_the_time_of_their_first_sample()
    {
        var queue = new AudioFrameQueue(10);
        var frames = new FrameAssembler(queue);
        frames.Append(new short[500], 31_250);
        frames.Append(new short[140], 40_000);
        Assert.Equal([(0L, 0L), (320L, 20_000L)], Drain(queue).Select(f => (f.Position, f.TimestampMicroseconds)));
    }

    [Fact]
    public void A_gap_is_marked_and_what_follows_keeps_its_true_place()
    {
        var queue = new AudioFrameQueue(10);
        var frames = new FrameAssembler(queue);
        frames.Append(new short[320 + 100], 0);
        frames.Skip(1_000);
        frames.Append(new short[640], 0);
        Assert.Equal([(0L, 0L), (1_420L, 1_100L), (1_740L, 0L)], Drain(queue).Select(f => (f.Position, f.LostBefore)));
        Assert.Equal(1_100, frames.LostSamples);
    }

    [Fact]
    public void A_late_reader_finds_a_gap_of_whole_frames()
    {
        var queue = new AudioFrameQueue(2);
        var frames = new FrameAssembler(queue);
        frames.Append(new short[320 * 5], 0);
        var first = Drain(queue);
        frames.Append(new short[320], 0);
        Assert.Equal([(0L, 0L), (320L, 0L), (1_600L, 960L)], first.Concat(Drain(queue)).Select(f => (f.Position, f.LostBefore)));
        Assert.Equal((3, 960), (frames.DroppedFrames, frames.LostSamples));
    }

    [Fact]
    public void Every_sample_is_either_delivered_at_its_place_or_counted_as_lost()
    {
        Gen.Select(Gen.Bool, Gen.Int[0, 900]).Array[1, 40].Sample(script =>
        {
            var queue = new AudioFrameQueue(8);
            var frames = new FrameAssembler(queue);
            var (next, delivered) = (0L, new List<AudioFrame>());
            foreach (var (isGap, length) in script)
            {
                if (isGap)
                {
                    frames.Skip(length);
                    next += Math.Max(1, length);
                }
                else
                {
                    // A sample's value is its place.
                    frames.Append([.. Enumerable.Range(0, length).Select(i => (short)((next + i) % 30_000))], 0);
                    next += length;
                }

                if (length % 3 == 0)
                {
                    Take(queue, delivered);
                }
            }

            Take(queue, delivered);
            var end = 0L;
            foreach (var frame in delivered)
            {
                Assert.Equal(frame.Position, end + frame.LostBefore);
                Assert.Equal(frame.Position % 30_000, frame.Samples.Span[0]);
                end = frame.Position + AudioFrame.Length;
            }

            var known = (delivered.Count * (long)AudioFrame.Length) + frames.LostSamples;
            Assert.InRange(next - known, 0, AudioFrame.Length - 1);
        });
    }

    private static void Take(AudioFrameQueue queue, List<AudioFrame> into) =>
        into.AddRange(Drain(queue));

    private static List<AudioFrame> Drain(AudioFrameQueue queue)
    {
        var frames = new List<AudioFrame>();
        while (true)
        {
            using var cancel = new CancellationTokenSource();
            var read = queue.ReadAsync(cancel.Token);
            if (!read.IsCompleted)
            {
                cancel.Cancel();
                _ = Assert.ThrowsAny<OperationCanceledException>(() => read.AsTask().GetAwaiter().GetResult());
                return frames;
            }

            var frame = read.GetAwaiter().GetResult()!.Value;
            frames.Add(frame with { Samples = frame.Samples.ToArray() });
        }
    }
}
