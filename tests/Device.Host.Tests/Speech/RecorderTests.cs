using System.Buffers;
using System.Text;
using Device.Core.Notebook;
using Device.Core.Power;
using Device.Core.Speech;
using Device.Host.Speech;
using Device.Storage;

namespace Device.Host.Tests.Speech;

public sealed class RecorderTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("device-recorder-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task What_is_said_is_kept_as_opus_and_each_stroke_leads_to_what_was_heard_when_it_was_written()
    {
        RequireOpus();
        await using var machine = await TalkingMachine.OpenAsync(_data.FullName);
        await machine.WriteAsync();
        var id = await machine.Recorder.StartAsync(machine.Note, "lesson", Ct);
        await machine.SayAsync(TimeSpan.FromSeconds(1.5));
        var before = machine.Recorder.Status.Elapsed;
        await machine.WriteAsync();
        await machine.SayAsync(TimeSpan.FromSeconds(0.5));
        var after = machine.Recorder.Status.Elapsed;
        await machine.Recorder.MarkAsync("here", Ct);
        await machine.Recorder.FinishAsync(Ct);
        await TalkingMachine.UntilAsync("it is Opus", () => machine.Only().Sound?.Format == RecordingFormat.Opus);

        var recording = machine.Only();
        Assert.Equal((id, "lesson", "here"), (recording.Id, recording.Started.Title, recording.Marks.Single().Label));
        Assert.InRange(recording.Sound!.Milliseconds, 1_500, 60_000);
        var strokes = machine.Parts.View.Read(n => n.Recordings.StrokesOf(id));
        Assert.InRange(Assert.Single(strokes).Place, before.TotalMilliseconds - 60, after.TotalMilliseconds + 60);
        Assert.Equal(2, machine.Parts.View.Read(n => n.Find(machine.Parts.Desk.Page)!.Strokes().Length));

        using (var sound = RecordingSound.Open(machine.Parts.Blobs, recording.Sound)!)
        {
            var heard = new short[sound.Length];
            sound.Read(heard);
            Assert.InRange(AudioLevel.Of(heard).Rms, -30, -8);
        }

        // The capture was dropped: only the Opus file is left.
        await TalkingMachine.UntilAsync("the capture is gone", () => BlobFiles.List(Path.Combine(_data.FullName, "blobs"), Ct).Select(b => b.Label).ToArray() is ["opus"]);

        await machine.Parts.Player.PlayFromStrokeAsync(strokes[0].Stroke, Ct);
        await TalkingMachine.UntilAsync("it plays from there", () => machine.Parts.Player.Now is { } now && now.Recording == id && now.Place >= strokes[0].Place);
        await machine.Parts.Player.StopAsync(Ct);
        Assert.Null(machine.Parts.Player.Now);
    }

    [Fact]
    public async Task Muting_closes_the_microphone_at_once_and_nothing_opens_it_until_it_is_unmuted()
    {
        await using var machine = await TalkingMachine.OpenAsync(_data.FullName);
        await machine.Recorder.StartAsync(machine.Note, "", Ct);
        await machine.SayAsync(TimeSpan.FromSeconds(0.3));
        machine.Parts.Microphone.Mute(true);
        Assert.False(machine.Parts.Microphone.IsOpen);
        Assert.False(machine.Parts.Drivers.Sound.Feed!.IsHeard);
        await TalkingMachine.UntilAsync("it pauses", () => machine.Recorder.Status.State == RecorderState.Paused);
        Assert.Equal("the microphone was muted", machine.Recorder.Status.Problem);
        Assert.Equal("the microphone is muted", (await Assert.ThrowsAsync<RecorderException>(() => machine.Recorder.ResumeAsync(Ct))).Message);
        var elapsed = machine.Recorder.Status.Elapsed;
        machine.Parts.Microphone.Mute(false);
        Assert.False(machine.Parts.Microphone.IsOpen);
        await machine.Recorder.ResumeAsync(Ct);
        await machine.SayAsync(TimeSpan.FromSeconds(0.3));
        await machine.Recorder.FinishAsync(Ct);
        await TalkingMachine.UntilAsync("it is stored", () => machine.Only().Sound is not null);
        Assert.InRange(machine.Only().Sound!.Milliseconds, elapsed.TotalMilliseconds + 300, 60_000);
        Assert.Equal(0, machine.Only().Sound!.LostMilliseconds);
    }

    [Fact]
    public async Task The_mute_switch_pauses_a_recording_and_the_panel_no_longer_says_that_the_microphone_is_open()
    {
        await using var machine = await TalkingMachine.OpenAsync(_data.FullName);
        await TalkingMachine.UntilAsync("the page is shown", () => machine.Parts.Screen.IsIdle);
        var silent = SignPixels(machine);
        await machine.Recorder.StartAsync(machine.Note, "", Ct);
        await machine.SayAsync(TimeSpan.FromSeconds(0.3));
        await TalkingMachine.UntilAsync("the disc is shown", () => machine.Parts.Screen.IsIdle && SignPixels(machine) > silent + 20);
        var disc = SignPixels(machine) - silent;

        machine.Parts.Drivers.Devices.PressKey!(DeviceEventKind.MicrophoneMuted);
        Assert.Equal((false, true), (machine.Parts.Microphone.IsOpen, machine.Parts.Microphone.IsMuted));
        await TalkingMachine.UntilAsync("the device is closed", () => !machine.Parts.Drivers.Sound.Feed!.IsHeard);
        await TalkingMachine.UntilAsync("it pauses", () => machine.Recorder.Status.State == RecorderState.Paused);
        Assert.Equal("the microphone was muted", machine.Recorder.Status.Problem);
        await TalkingMachine.UntilAsync("the ring is shown", () => machine.Parts.Screen.IsIdle && SignPixels(machine) - silent < disc * 0.8);
        Assert.InRange(SignPixels(machine) - silent, disc * 0.4, disc * 0.8);

        // The local API does not overrule the switch.
        machine.Parts.Microphone.Mute(false);
        Assert.Equal("the microphone is muted", (await Assert.ThrowsAsync<RecorderException>(() => machine.Recorder.ResumeAsync(Ct))).Message);
        await machine.Recorder.FinishAsync(Ct);
        Assert.Equal("the microphone is muted", (await Assert.ThrowsAsync<RecorderException>(() => machine.Recorder.StartAsync(machine.Note, "", Ct))).Message);

        machine.Parts.Drivers.Devices.PressKey!(DeviceEventKind.MicrophoneUnmuted);
        Assert.Equal((false, false), (machine.Parts.Microphone.IsOpen, machine.Parts.Microphone.IsMuted));
        await machine.Recorder.StartAsync(machine.Note, "", Ct);
        await machine.SayAsync(TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public async Task The_panel_says_so_whenever_the_microphone_is_open()
    {
        await using var machine = await TalkingMachine.OpenAsync(_data.FullName);
        await TalkingMachine.UntilAsync("the page is shown", () => machine.Parts.Screen.IsIdle);
        var silent = SignPixels(machine);
        await machine.Recorder.StartAsync(machine.Note, "", Ct);
        Assert.True(machine.Parts.Microphone.IsOpen);
        await TalkingMachine.UntilAsync("the sign is shown", () => machine.Parts.Screen.IsIdle && SignPixels(machine) > silent + 20);
        await machine.SayAsync(TimeSpan.FromSeconds(0.1));
        await machine.Recorder.FinishAsync(Ct);
        await TalkingMachine.UntilAsync("the sign is gone", () => machine.Parts.Screen.IsIdle && SignPixels(machine) <= silent + 2);
    }

    [Fact]
    public async Task Words_and_sound_are_in_no_fact_and_no_log_so_that_syncing_cannot_send_them()
    {
        RequireOpus();
        await using var machine = await TalkingMachine.OpenAsync(_data.FullName, new MarkedRecognizer());
        await machine.Recorder.StartAsync(machine.Note, "public title", Ct);

        // Loudness is told from what was quiet before.
        await TalkingMachine.UntilAsync("it was quiet", () => machine.Recorder.Status.Elapsed > TimeSpan.FromSeconds(0.5));
        await machine.SayAsync(TimeSpan.FromSeconds(1));
        await machine.Recorder.FinishAsync(Ct);
        await TalkingMachine.UntilAsync("it is written down", () => machine.Only().Transcript is not null);

        var stored = machine.Only().Transcript!;
        Assert.True(BlobId.TryParse(stored.Blob, out var blob));
        using (var content = machine.Parts.Blobs.OpenRead(blob)!)
        {
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            Assert.Equal(MarkedRecognizer.Secret, Assert.Single(TranscriptJson.Read(bytes).Lines).Text);
        }

        var (facts, secret) = (new ArrayBufferWriter<byte>(), Encoding.UTF8.GetBytes(MarkedRecognizer.Secret));
        var count = 0;
        await foreach (var entry in machine.Parts.Journal.ReadAsync(1, follow: false, Ct))
        {
            FactCodec.Write(entry.Fact, facts);
            count++;
        }

        // Syncing sends facts; a second of sound would not fit into all of them.
        Assert.True(count >= 5);
        Assert.Equal(-1, facts.WrittenSpan.IndexOf(secret));
        Assert.True(facts.WrittenSpan.IndexOf("public title"u8) >= 0);
        Assert.InRange(facts.WrittenCount, 1, 2_000);
        Assert.DoesNotContain(machine.Log.Lines, l => l.Contains(MarkedRecognizer.Secret, StringComparison.Ordinal) || l.Contains("public title", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recording_that_was_cut_off_is_there_at_the_next_start()
    {
        // The blob is left unfinished, as a power cut leaves it.
        FactId id;
        await using (var machine = await TalkingMachine.OpenAsync(_data.FullName))
        {
            id = (await machine.Parts.Journal.AppendAsync(new RecordingStarted(machine.Note, "cut"), Ct)).Id;
            await using var capture = await CaptureWriter.BeginAsync(machine.Parts.Blobs, $"{RecorderFlow.Label}{id.Epoch:x16}:{id.Sequence}", TimeProvider.System.GetUtcNow(), Ct);
            for (var position = 0; position < 16_000; position += 320)
            {
                await capture.WriteAsync(position, Tone.Of(440, TimeSpan.FromMilliseconds(20)), Ct);
            }

            capture.Sync();
        }

        await using var again = await TalkingMachine.OpenAsync(_data.FullName);
        await TalkingMachine.UntilAsync("it is written down", () => again.Only().Sound is not null);
        Assert.Equal((id, 1_000), (again.Only().Id, again.Only().Sound!.Milliseconds));
    }

    [Fact]
    public async Task Of_two_recordings_at_once_the_second_is_refused()
    {
        await using var machine = await TalkingMachine.OpenAsync(_data.FullName);
        Assert.Equal("nothing is recorded", (await Assert.ThrowsAsync<RecorderException>(() => machine.Recorder.FinishAsync(Ct))).Message);
        await machine.Recorder.StartAsync(machine.Note, "", Ct);
        Assert.Equal("a recording runs already", (await Assert.ThrowsAsync<RecorderException>(() => machine.Recorder.StartAsync(machine.Note, "", Ct))).Message);
        Assert.Contains("recording", machine.Parts.Holds.Reasons());
    }

    /// <summary>Dark pixels at the left of the status bar.</summary>
    private static int SignPixels(TalkingMachine machine)
    {
        var (glass, bar) = (machine.Parts.Drivers.Glass!.Snapshot(), machine.Parts.Layout.StatusBar);
        var right = bar.X + (int)(8 * machine.Parts.Layout.Panel.PixelsPerMillimetre);
        return Enumerable.Range(bar.Y, bar.Height - 3).Sum(y => Enumerable.Range(bar.X, right - bar.X).Count(x => glass.At(x, y) < 100));
    }

    private static void RequireOpus() => Assert.SkipUnless(System.Runtime.InteropServices.NativeLibrary.TryLoad("libopus.so.0", out _), "libopus0 is not installed");
}
