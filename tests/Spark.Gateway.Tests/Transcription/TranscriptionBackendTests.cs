using Microsoft.Extensions.Time.Testing;
using Spark.Gateway.Chat;
using Spark.Gateway.Tests.Support;
using Spark.Gateway.Transcription;
using Spark.Gateway.Transcription.Wire;

namespace Spark.Gateway.Tests.Transcription;

/// <summary>What both listening interfaces do, over loopback sockets, with the stand-in on the other side.</summary>
public sealed class TranscriptionBackendTests
{
    private static readonly byte[] TwoSentences = Spoken.Audio(400, 1200, 700, 900, 100);

    public static TheoryData<TranscriptionInterface> Both => [TranscriptionInterface.RealTime, TranscriptionInterface.Dictation];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Interim_captions_are_replaced_by_final_ones(TranscriptionInterface which)
    {
        await using var standIn = await Spoken.StandInAsync();
        var captions = await Spoken.Backend(Spoken.Options(which, standIn)).AllAsync(new LiveSpeech("zh"), TwoSentences);
        Assert.Contains(captions, c => !c.IsFinal);
        var final = string.Concat(captions.Where(c => c.IsFinal).Select(c => c.Text));
        Assert.Contains("1.2秒。", final, StringComparison.Ordinal);
        Assert.Contains("0.9秒。", final, StringComparison.Ordinal);
        Assert.DoesNotContain("0.5秒", final, StringComparison.Ordinal);
        Assert.True(captions[^1].IsFinal);
    }

    [Fact]
    public async Task Sentences_carry_their_place_in_the_audio_their_words_and_their_speaker()
    {
        await using var standIn = await Spoken.StandInAsync();
        var captions = await Spoken.Backend(Spoken.Options(TranscriptionInterface.RealTime, standIn)).AllAsync(new LiveSpeech("en", TellsSpeakers: true), TwoSentences);
        var final = captions.Where(c => c.IsFinal).ToList();
        Assert.Equal([(0, 400, 1600), (1, 2300, 3200)], final.Select(c => (c.Segment, c.BeginMs, c.EndMs)));
        Assert.All(final, c => Assert.Equal(1, c.Speaker));
        Assert.All(final, c => Assert.Equal(c.Text, string.Concat(c.Words.Select(w => w.Text))));
        Assert.Equal(1600, final[0].Words[^1].EndMs);
        Assert.All(captions.Where(c => c.BeginMs >= 2300), c => Assert.Equal(1, c.Segment));
    }

    [Fact]
    public async Task A_translation_comes_beside_what_was_said()
    {
        await using var standIn = await Spoken.StandInAsync();
        var captions = await Spoken.Backend(Spoken.Options(TranscriptionInterface.RealTime, standIn)).AllAsync(new LiveSpeech("zh", "en"), TwoSentences);
        var translated = captions.Where(c => c.Kind == CaptionKind.Translation).ToList();
        Assert.Equal([(0, true), (1, true)], translated.Select(c => (c.Segment, c.IsFinal)));
        Assert.Contains("spoke for 1.2 s", translated[0].Text, StringComparison.Ordinal);
        Assert.Equal(2, captions.Count(c => c is { Kind: CaptionKind.Source, IsFinal: true }));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Silence_has_no_captions_and_no_error(TranscriptionInterface which)
    {
        await using var standIn = await Spoken.StandInAsync();
        var backend = Spoken.Backend(Spoken.Options(which, standIn));
        foreach (var audio in new[] { [], Spoken.Audio(900) })
        {
            Assert.Equal("", string.Concat((await backend.AllAsync(new LiveSpeech("zh"), audio)).Select(c => c.Text)));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_wrong_key_is_told_and_never_quoted(TranscriptionInterface which)
    {
        await using var standIn = await Spoken.StandInAsync();
        standIn.Faults.RefuseKeys = true;
        var error = await Spoken.Backend(Spoken.Options(which, standIn)).ErrorAsync(TwoSentences);
        Assert.NotEqual(0, error.Code);
        Assert.DoesNotContain(Spoken.Key, error.ToString(), StringComparison.Ordinal);
        var missing = Spoken.Options(which, standIn);
        missing.ApiKey = null;
        Assert.Contains("Transcription:ApiKey", Assert.Throws<InvalidOperationException>(() => Spoken.Backend(missing)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_error_code_in_the_middle_ends_the_session_with_its_number(TranscriptionInterface which)
    {
        await using var standIn = await Spoken.StandInAsync();
        standIn.Faults.FailAfter(2, 11203);
        var error = await Spoken.Backend(Spoken.Options(which, standIn)).ErrorAsync(TwoSentences);
        Assert.Equal((11203, SparkErrorKind.Busy), (error.Code, error.Kind));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_line_that_is_cut_is_unreachable_and_may_be_tried_again(TranscriptionInterface which)
    {
        await using var standIn = await Spoken.StandInAsync();
        standIn.Faults.CutAfter(1);
        var error = await Spoken.Backend(Spoken.Options(which, standIn)).ErrorAsync(TwoSentences);
        Assert.True(error is { Kind: SparkErrorKind.Unreachable, IsRetryable: true }, error.ToString());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_last_word_that_never_comes_is_not_waited_for(TranscriptionInterface which)
    {
        await using var standIn = await Spoken.StandInAsync();
        var hold = standIn.Faults.HoldAfter(0);
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        var listening = Spoken.Backend(Spoken.Options(which, standIn), time).ErrorAsync(TwoSentences);
        await hold.Reached.WaitAsync(Ct);
        while (!listening.IsCompleted)
        {
            // The limit begins when everything has been sent, which this side cannot see.
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(listening, Task.Delay(5, Ct));
        }

        Assert.Equal(SparkErrorKind.Silent, (await listening).Kind);
        hold.Release();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Audio_that_fails_ends_the_session_with_its_own_error(TranscriptionInterface which)
    {
        await using var standIn = await Spoken.StandInAsync();
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in Spoken.Backend(Spoken.Options(which, standIn)).ListenAsync(new LiveSpeech("zh"), Failing(), Ct))
            {
            }
        });

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Failing()
        {
            yield return TwoSentences;
            await Task.Yield();
            throw new InvalidDataException("the microphone is gone");
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_caller_that_gives_up_is_free_at_once(TranscriptionInterface which)
    {
        await using var standIn = await Spoken.StandInAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Spoken.Backend(Spoken.Options(which, standIn)).ListenAsync(new LiveSpeech("zh"), Endless(stop.Token), stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> Endless([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            while (true)
            {
                ct.ThrowIfCancellationRequested();
                yield return TwoSentences;
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Pieces_are_of_forty_milliseconds_and_never_faster_than_asked_not_even_after_a_pause()
    {
        LeapingTime time = new();
        List<(int Length, double Ms)> pieces = [];
        await foreach (var piece in AudioPieces.CutAsync(Halting(), TimeSpan.FromMilliseconds(40), time, Ct))
        {
            pieces.Add((piece.Length, time.GetElapsedTime(0).TotalMilliseconds));
        }

        Assert.Equal([.. Enumerable.Repeat(1280, 10), 320], pieces.Select(p => p.Length));
        Assert.Equal([0, 40, 80, 120, 160, 1160, 1200, 1240, 1280, 1320, 1360], pieces.Select(p => p.Ms));

        async IAsyncEnumerable<ReadOnlyMemory<byte>> Halting()
        {
            var audio = Spoken.Audio(410);
            yield return audio.AsMemory(0, 1280 * 5);
            time.Pass(TimeSpan.FromMilliseconds(1000));
            await Task.Yield();
            yield return audio.AsMemory(1280 * 5);
        }
    }
}
