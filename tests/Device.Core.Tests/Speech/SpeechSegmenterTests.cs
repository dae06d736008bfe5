using CsCheck;
using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

public sealed class SpeechSegmenterTests
{
    private const int Second = AudioFrame.SampleRate;

    private static readonly SpeechSegmenterOptions Standard = new();

    [Fact]
    public void A_sentence_between_silences_is_one_segment_with_what_came_just_before_it()
    {
        var segment = Assert.Single(Listen([(2 * Second, false), (Second, true), (2 * Second, false)]));
        Assert.InRange(segment.Position, (2 * Second) - (Second * 35 / 100), (2 * Second) - (Second * 25 / 100));
        Assert.InRange(segment.Samples.Length, Second * 14 / 10, Second * 16 / 10);
        Assert.Equal((SegmentEnd.Pause, 0), (segment.End, segment.Gaps.Length));
        Assert.Equal(segment.Position * 62.5, segment.TimestampMicroseconds, 1.0);
        Assert.Equal(segment.Start + segment.Duration, segment.TimeOf(segment.Samples.Length));
    }

    [Fact]
    public void A_click_is_no_segment_and_a_pause_for_breath_does_not_end_one()
    {
        Assert.Empty(Listen([(Second, false), (Second / 20, true), (2 * Second, false)]));
        Assert.Single(Listen([(Second, false), (Second, true), (Second / 4, false), (Second, true), (2 * Second, false)]));
    }

    [Fact]
    public void Frames_that_are_lost_within_a_sentence_are_silence_of_their_length()
    {
        var sound = Sound([(Second, false), (2 * Second, true), (Second, false)]);
        var segment = Assert.Single(Listen(sound, lost: f => f is >= 80 and < 85));
        var gap = Assert.Single(segment.Gaps);
        Assert.Equal((80 * 320, 5 * 320), (segment.Position + gap.Start, gap.Length));
        AssertIsAt(sound, segment);
    }

    [Fact]
    public void Much_lost_sound_ends_a_sentence_and_the_next_keeps_its_place()
    {
        var sound = Sound([(Second, false), (6 * Second, true), (Second, false)]);
        var detector = new LoudnessDetector();
        var segments = Listen(sound, lost: f => f is >= 100 and < 200, detector: detector);
        Assert.Equal([SegmentEnd.Gap, SegmentEnd.Pause], segments.Select(s => s.End));
        Assert.Equal(200 * 320, segments[1].Position);
        Assert.Equal(100 * 320, segments[0].Position + segments[0].Samples.Length, 512.0);
        Assert.Equal(2, detector.Resets);
        Assert.All(segments, s => AssertIsAt(sound, s));
    }

    [Fact]
    public void Speech_without_an_end_is_cut_where_the_voice_was_weakest_and_nothing_is_lost()
    {
        var sound = Sound([(Second, false), (70 * Second, true), (2 * Second, false)]);
        for (var i = (int)(20.3 * Second); i < (int)(20.4 * Second); i++)
        {
            sound[i] = (short)(sound[i] / 3);
        }

        var segments = Listen(sound);
        Assert.Equal([SegmentEnd.Length, SegmentEnd.Length, SegmentEnd.Length, SegmentEnd.Pause], segments.Select(s => s.End));
        Assert.InRange(segments[1].Position, 20.3 * Second, 20.45 * Second);
        Assert.All(segments.Zip(segments.Skip(1)), p => Assert.Equal(p.First.Position + p.First.Samples.Length, p.Second.Position));
        Assert.All(segments, s => AssertIsAt(sound, s));
    }

    [Fact]
    public void When_the_recording_ends_an_open_segment_is_given()
    {
        var segment = Assert.Single(Listen([(Second, false), (Second, true)]));
        Assert.Equal(SegmentEnd.Closed, segment.End);
    }

    [Fact]
    public void Whatever_is_said_and_lost_segments_are_in_order_apart_and_hold_what_was_heard_there()
    {
        Gen.Select(Gen.Select(Gen.Int[1, 40_000], Gen.Bool).Array[1, 12], Gen.Int[0, 60].Array[0, 10]).Sample((parts, gaps) =>
        {
            var sound = Sound(parts);
            var lost = gaps.SelectMany((length, i) => Enumerable.Range((i * 61) + 20, length)).ToHashSet();
            var segments = Listen(sound, lost.Contains, new SpeechSegmenterOptions { MostSpeech = 2_000 });
            Assert.All(segments.Zip(segments.Skip(1)), p => Assert.True(p.First.Position + p.First.Samples.Length <= p.Second.Position));
            Assert.All(segments, s => AssertIsAt(sound, s));
        });
    }

    [Fact]
    public void Listening_allocates_nothing_for_a_frame()
    {
        var (frontEnd, segmenter, ended) = (new SpeechFrontEnd(), new SpeechSegmenter(new EnergyVoiceDetector()), new List<SpeechSegment>());
        var sound = new short[AudioFrame.Length];
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(sound.AsSpan()));
        Array.ForEach(Enumerable.Range(0, 320).ToArray(), i => sound[i] = (short)(sound[i] / 64));
        long before = 0;
        for (var i = 0; i < 4_000; i++)
        {
            if (i == 2_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            var frame = new AudioFrame(i * 320L, i * 20_000L, 0, AudioLevel.None, sound);
            segmenter.Add(frame, frontEnd.Process(frame), ended);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(ended);
    }

    private static short[] Sound((int Length, bool IsLoud)[] parts)
    {
        var random = new Random(7);
        return [.. parts.SelectMany(p => Enumerable.Range(0, p.Length).Select(_ => (short)(p.IsLoud ? random.Next(2) == 0 ? -16_000 : 16_000 : random.Next(-50, 50))))];
    }

    private static List<SpeechSegment> Listen((int Length, bool IsLoud)[] parts) => Listen(Sound(parts));

    private static List<SpeechSegment> Listen(short[] sound, Predicate<int>? lost = null, SpeechSegmenterOptions? options = null, LoudnessDetector? detector = null)
    {
        var (segmenter, ended) = (new SpeechSegmenter(detector ?? new LoudnessDetector(), options ?? Standard), new List<SpeechSegment>());
        var floats = new float[320];
        var missing = 0;
        for (var f = 0; (f + 1) * 320 <= sound.Length; f++)
        {
            if (lost?.Invoke(f) == true)
            {
                missing += 320;
                continue;
            }

            var samples = sound.AsMemory(f * 320, 320);
            for (var i = 0; i < 320; i++)
            {
                floats[i] = samples.Span[i] / 32_768f;
            }

            segmenter.Add(new AudioFrame(f * 320L, f * 20_000L, missing, AudioLevel.None, samples), floats, ended);
            missing = 0;
        }

        segmenter.Close(ended);
        return ended;
    }

    private static void AssertIsAt(short[] sound, SpeechSegment segment)
    {
        var samples = segment.Samples.Span;
        for (var i = 0; i < samples.Length; i++)
        {
            var isLost = segment.Gaps.Any(g => i >= g.Start && i < g.Start + g.Length);
            Assert.Equal(isLost ? 0 : sound[segment.Position + i] / 32_768f, samples[i]);
        }
    }
}
