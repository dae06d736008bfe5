using Device.Core.Notebook;
using Device.Core.Speech;
using Device.Host.Flows;
using Device.Host.Notes;
using Device.Storage;

namespace Device.Host.Speech;

/// <summary>
/// Slow work on recordings, while nobody records and the hand rests: a capture becomes Opus, is compared, and only then dropped; and
/// where there is a recogniser, what was said is written down. Each step may be cut off anywhere and is made again.
/// </summary>
internal sealed partial class RecordingKeeper(
    Journal journal, BlobStore blobs, NotebookView view, RecorderFlow recorder, Func<IVoiceActivityDetector> detector, ISpeechRecognizer? recognizer,
    Revision changes, PenActivity activity, ILogger<RecordingKeeper> logger)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    // What failed once fails again: it is tried at the next start.
    private readonly HashSet<FactId> _given = [];
    private long _seen = -1;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _seen = await changes.WaitAfterAsync(_seen, cancellationToken);
            while (recorder.Status.State == RecorderState.Idle && Next() is { } recording)
            {
                await activity.RestAsync(Rest, cancellationToken);
                try
                {
                    await KeepAsync(recording, cancellationToken);
                }
                catch (Exception e) when (e is IOException or RecordingFormatException)
                {
                    _given.Add(recording.Id);
                    LogFailed(logger, recording.Id, e);
                }
            }
        }
    }

    private Recording? Next() => view.Read(n => n.Recordings.All.FirstOrDefault(r => r.Id.Device == journal.Device && !_given.Contains(r.Id)
        && (r.Sound is { Format: RecordingFormat.Capture } || (recognizer is not null && r is { Sound: not null, Transcript: null }))));

    private async Task KeepAsync(Recording recording, CancellationToken cancellationToken)
    {
        var stored = recording.Sound!;
        if (stored.Format == RecordingFormat.Capture)
        {
            await Task.Run(() => CompressAsync(recording, stored, cancellationToken), cancellationToken);
        }
        else
        {
            var transcript = await Task.Run(() => Listen(stored, cancellationToken), cancellationToken);
            var blob = await blobs.PutAsync(TranscriptJson.Write(transcript), "transcript", cancellationToken);
            await WriteDownAsync(new TranscriptStored(recording.Id, blob.ToString(), transcript.Model), cancellationToken);
        }
    }

    private async Task CompressAsync(Recording recording, RecordingStored stored, CancellationToken cancellationToken)
    {
        var capture = BlobId.TryParse(stored.Blob, out var id) ? id : throw new IOException($"recording {recording.Id}: no blob");
        BlobId opus;
        await using (var content = Open(capture))
        {
            (opus, _) = await OpusTranscoder.MakeAsync(content, stored.Blob, blobs, "opus", cancellationToken);
        }

        await using (var content = Open(capture))
        await using (var made = Open(opus))
        {
            if (OpusTranscoder.Differs(content, made, stored.Blob, cancellationToken) is { } problem)
            {
                throw new IOException($"the compressed recording is not the captured one: {problem}");
            }
        }

        await WriteDownAsync(stored with { Blob = opus.ToString(), Format = RecordingFormat.Opus }, cancellationToken);

        // Only now does nothing need the capture any more.
        await blobs.CollectAsync(b => b != capture, TimeSpan.Zero, cancellationToken);
        LogCompressed(logger, recording.Id);
    }

    private Stream Open(BlobId blob) => blobs.OpenRead(blob) ?? throw new IOException($"blob {blob} is not there");

    private Transcript Listen(RecordingStored stored, CancellationToken cancellationToken)
    {
        using var sound = RecordingSound.Open(blobs, stored) ?? throw new IOException("its sound is not on this machine");
        var voice = detector();
        using var closing = voice as IDisposable;
        var (frontEnd, segmenter, segments) = (new SpeechFrontEnd(), new SpeechSegmenter(voice), new List<SpeechSegment>());
        var lines = new List<TranscriptLine>();
        var frame = new short[AudioFrame.Length];
        for (var position = 0L; sound.Read(frame) == frame.Length; position += frame.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var heard = new AudioFrame(position, position * 1_000_000 / AudioFrame.SampleRate, 0, AudioLevel.None, frame);
            segmenter.Add(heard, frontEnd.Process(heard), segments);
            Write();
        }

        segmenter.Close(segments);
        Write();
        return new Transcript(recognizer!.Model, recognizer.Language, [.. lines]);

        void Write()
        {
            lines.AddRange(segments.Select(s => TranscriptLine.Of(s, recognizer!.Recognize(s.Samples.Span))).Where(l => l.Text.Length > 0));
            segments.Clear();
        }
    }

    /// <summary>Returns when the notebook knows it: otherwise the same work would be found again.</summary>
    private async Task WriteDownAsync(FactBody body, CancellationToken cancellationToken)
    {
        await journal.AppendAsync(body, cancellationToken);
        await view.ReachAsync(journal.DurablePosition, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "recording {Recording} is stored as Opus")]
    private static partial void LogCompressed(ILogger logger, FactId recording);

    [LoggerMessage(Level = LogLevel.Error, Message = "recording {Recording} could not be worked on and stays as it is")]
    private static partial void LogFailed(ILogger logger, FactId recording, Exception e);
}
