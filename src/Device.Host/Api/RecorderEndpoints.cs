using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Speech;
using Device.Host.Notes;
using Device.Host.Speech;
using Device.Storage;

namespace Device.Host.Api;

/// <summary>The recorder in the local API: recording, playing from a moment or a stroke, transcripts, import: <c>docs/formats/local-api.md</c>.</summary>
internal sealed class RecorderEndpoints(
    RecorderFlow recorder, RecordingPlayer player, RecordingImport import, MicrophoneGate gate, NotebookView view, Desk desk, BlobStore blobs, Journal journal, string data)
{
    private const long MostImport = 1L << 30;

    /// <summary>A finger covers so many millimetres more on each side than an eraser.</summary>
    private const float Finger = 1.5f;

    public void Map(WebApplication app)
    {
        app.MapGet("/api/recorder", () => Results.Json(Status(), RecorderJson.Default.RecorderMessage));
        // A delegate of a context alone would be taken for one whose answer nobody reads.
        app.MapPost("/api/recorder", (Delegate)((HttpContext context) => GuardAsync(() => ControlAsync(context))));
        app.MapGet("/api/recordings", () => Results.Json(List(), RecorderJson.Default.RecordingMessageArray));
        app.MapDelete("/api/recordings", (HttpContext context, string recording) => GuardAsync(() => DeleteAsync(recording, context.RequestAborted)));
        app.MapGet("/api/recordings/sound", (string recording) => GuardAsync(() => Task.FromResult(Sound(recording))));
        app.MapGet("/api/recordings/transcript", (string recording, string? format) => GuardAsync(() => Task.FromResult(Words(recording, format ?? "json"))));
        app.MapPost("/api/recordings/import", (HttpContext context, string file, string? title) => GuardAsync(() => ImportAsync(context, file, title ?? "")));
        app.MapPost("/api/play", (Delegate)((HttpContext context) => GuardAsync(() => PlayAsync(context))));
    }

    private RecorderMessage Status()
    {
        var status = recorder.Status;
        return new RecorderMessage(
            status.State.ToString().ToLowerInvariant(), status.Recording?.ToString(), status.Elapsed.TotalSeconds, status.Lost.TotalSeconds, status.Level, status.Peak,
            status.Clipped, status.IsSpeech, gate.IsOpen, gate.IsMuted, status.Problem, player.Now is { } now ? new PlayingMessage(now.Recording.ToString(), now.Place) : null);
    }

    private RecordingMessage[] List() => view.Read(n => n.Find(desk.Page)?.Added is { } added
        ? n.Recordings.Of(added.Note).Select(r => new RecordingMessage(
            r.Id.ToString(), r.Started.Title, DateTimeOffset.FromUnixTimeMilliseconds(r.Time.UnixMilliseconds), r.Sound?.Milliseconds ?? 0, r.Sound?.LostMilliseconds ?? 0,
            r.Sound?.Format.ToString().ToLowerInvariant() ?? "", r.Transcript is not null, [.. r.Marks.Select(m => new MarkMessage(m.Place, m.Label))],
            [.. n.Recordings.StrokesOf(r.Id).Select(s => new MomentMessage(s.Stroke.ToString(), s.Place))])).ToArray()
        : []);

    private async Task<IResult> ControlAsync(HttpContext context)
    {
        if (await ApiEndpoints.ReadAsync(context, RecorderJson.Default.RecorderRequest) is not { Action: not null } request)
        {
            return ApiEndpoints.Wrong("a JSON object with the field action expected");
        }

        var text = request.Title ?? request.Label ?? "";
        if (text.Length > FactLimits.TitleLength)
        {
            return ApiEndpoints.Wrong($"title or label: {text.Length} characters found, at most {FactLimits.TitleLength} expected");
        }

        switch (request.Action)
        {
            case "start":
                var page = desk.Page;
                var note = view.Read(n => n.Find(page)?.Added?.Note) ?? throw new RecorderException("no note is open");
                return Results.Json(new RecordingName((await recorder.StartAsync(note, text, context.RequestAborted)).ToString()), RecorderJson.Default.RecordingName);
            case "pause":
                await recorder.PauseAsync(context.RequestAborted);
                break;
            case "resume":
                await recorder.ResumeAsync(context.RequestAborted);
                break;
            case "stop":
                await recorder.FinishAsync(context.RequestAborted);
                break;
            case "mark":
                await recorder.MarkAsync(text, context.RequestAborted);
                break;
            case "mute" or "unmute":
                gate.Mute(request.Action == "mute");
                break;
            default:
                return ApiEndpoints.Wrong($"action: '{request.Action}' found, start, pause, resume, stop, mark, mute or unmute expected");
        }

        return Results.NoContent();
    }

    private async Task<IResult> PlayAsync(HttpContext context)
    {
        var request = await ApiEndpoints.ReadAsync(context, RecorderJson.Default.PlayRequest);
        switch (request)
        {
            case { Stop: true }:
                await player.StopAsync(context.RequestAborted);
                break;
            case { Stroke: { } text } when FactId.TryParse(text, out var stroke):
                await player.PlayFromStrokeAsync(stroke, context.RequestAborted);
                break;
            case { X: { } x, Y: { } y } when Math.Abs(x) <= 10_000 && Math.Abs(y) <= 10_000:
                await player.PlayFromStrokeAsync(StrokeAt(x, y) ?? throw new RecorderException("there is no stroke there"), context.RequestAborted);
                break;
            case { Recording: { } text, Milliseconds: var place } when FactId.TryParse(text, out var recording) && place is null or (>= 0 and <= FactLimits.RecordingMilliseconds):
                await player.PlayAsync(new StrokeMoment(recording, place ?? 0), context.RequestAborted);
                break;
            default:
                return ApiEndpoints.Wrong("stroke, or x and y in millimetres of the page, or recording with milliseconds, or stop expected");
        }

        return Results.NoContent();
    }

    /// <summary>The stroke under a tap that was written while something was recorded.</summary>
    private FactId? StrokeAt(float x, float y)
    {
        var tap = new Stroke([At(-Finger, 0), At(Finger, 0), At(0, -Finger), At(0, Finger)], PenTool.Eraser);
        var page = desk.Page;
        return view.Read(n => n.Find(page)?.Strokes().Where(s => n.Recordings.MomentOf(s.Id) is not null && EraserHits.Touches(tap, s.Stroke)).Select(s => (FactId?)s.Id).LastOrDefault());

        InkPoint At(float dx, float dy) => new InkPoint(x + dx, y + dy, 0, 1).Quantise();
    }

    private Recording Find(string name) => FactId.TryParse(name, out var id) && view.Read(n => n.Recordings.Find(id)) is { } found
        ? found
        : throw new RecorderException($"recording '{name}' is not known");

    private async Task<IResult> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var recording = Find(name);
        if (recorder.Status.Recording == recording.Id)
        {
            throw new RecorderException("it is being recorded: stop it first");
        }

        await player.StopAsync(cancellationToken);
        await journal.AppendAsync(new RecordingDeleted(recording.Id), cancellationToken);
        await view.ReachAsync(journal.DurablePosition, cancellationToken);
        var needed = view.Read(n => n.Recordings.Blobs.ToHashSet(StringComparer.Ordinal));
        var gone = new[] { recording.Sound?.Blob, recording.Transcript?.Blob }.Where(b => b is not null && !needed.Contains(b)).ToHashSet(StringComparer.Ordinal);
        await blobs.CollectAsync(b => !gone.Contains(b.ToString()), TimeSpan.Zero, cancellationToken);
        return Results.NoContent();
    }

    private IResult Sound(string name)
    {
        var stored = Find(name).Sound ?? throw new RecorderException("it is still being recorded");
        if (stored.Format == RecordingFormat.Opus && BlobId.TryParse(stored.Blob, out var blob) && blobs.OpenRead(blob) is { } content)
        {
            return Results.Stream(content, "audio/ogg", enableRangeProcessing: true);
        }

        var sound = RecordingSound.Open(blobs, stored) ?? throw new RecorderException("its sound is not on this machine");
        return Results.Stream(output => WriteWavAsync(sound, output), "audio/wav");
    }

    private static async Task WriteWavAsync(RecordingSound sound, Stream output)
    {
        using (sound)
        {
            await output.WriteAsync(WavFile.Header(AudioFrame.SampleRate, (int)Math.Min(sound.Length, int.MaxValue / 4)));
            var block = new short[AudioFrame.SampleRate];
            for (int count; (count = sound.Read(block)) > 0;)
            {
                await output.WriteAsync(System.Runtime.InteropServices.MemoryMarshal.AsBytes(block.AsSpan(0, count)).ToArray());
            }
        }
    }

    private IResult Words(string name, string format)
    {
        var recording = Find(name);
        if (recording.Transcript is not { } stored || !BlobId.TryParse(stored.Blob, out var blob) || blobs.OpenRead(blob) is not { } content)
        {
            throw new RecorderException("there is no transcript of it on this machine");
        }

        using (content)
        {
            var bytes = new byte[(int)Math.Min(content.Length, TranscriptJson.MostBytes)];
            content.ReadExactly(bytes);
            return format == "json"
                ? Results.Bytes(bytes, "application/json")
                : TranscriptText.Formats.Contains(format)
                    ? Results.Text(TranscriptText.Write(TranscriptJson.Read(bytes), format, recording.Started.Title), "text/plain; charset=utf-8")
                    : ApiEndpoints.Wrong($"format: '{format}' found, json, {string.Join(", ", TranscriptText.Formats)} expected");
        }
    }

    private async Task<IResult> ImportAsync(HttpContext context, string file, string title)
    {
        var extension = Path.GetExtension(file);
        if (title.Length > FactLimits.TitleLength || extension.Length is 0 or > 8 || !extension[1..].All(char.IsAsciiLetterOrDigit))
        {
            return ApiEndpoints.Wrong($"file: '{extension}' found, a name such as talk.mp3 expected; title at most {FactLimits.TitleLength} characters");
        }

        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostImport;
        }

        var page = desk.Page;
        var note = view.Read(n => n.Find(page)?.Added?.Note) ?? throw new RecorderException("no note is open");
        var folder = Directory.CreateDirectory(Path.Combine(data, "run"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var path = Path.Combine(folder, $"import-{context.TraceIdentifier.Replace(':', '-')}{extension}");
        try
        {
            await using (var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                await context.Request.Body.CopyToAsync(stream, context.RequestAborted);
            }

            var recording = await import.ImportAsync(note, path, title.Length > 0 ? title : Path.GetFileNameWithoutExtension(file), context.RequestAborted);
            return Results.Json(new RecordingName(recording.ToString()), RecorderJson.Default.RecordingName);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<IResult> GuardAsync(Func<Task<IResult>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is RecorderException or FormatException || (e is IOException and not StorageFullException))
        {
            return Results.Json(new Problem(e.Message), ApiJson.Default.Problem, statusCode: StatusCodes.Status409Conflict);
        }
    }
}
