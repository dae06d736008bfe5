using System.Diagnostics;
using System.Globalization;

namespace Device.Storage.Tests;

/// <summary>The real recorder's writer in a process of its own, killed while it records: at most a second of sound is gone, and what is there is right.</summary>
public sealed class RecordingKillTests : IDisposable
{
    private const int Second = 16_000;

    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_at_any_moment_it_loses_less_than_a_second()
    {
        var random = new Random(3);
        for (var round = 0; round < 4; round++)
        {
            var folder = _folder.At($"kill-{round}");
            var frames = random.Next(30, 110);
            var last = await RunAsync(AppendingChild.Executable, [RecordingChild.Verb, folder], frames);
            Assert.True(last >= frames * RecordingChild.FrameLength);
            AssertKept(folder, last);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Killed_at_a_sync_it_loses_less_than_a_second(int sync)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed: a process cannot be killed at a system call");
        var folder = _folder.At("sync");
        var last = await RunAsync(
            "/usr/bin/strace",
            ["-f", "-qq", "-o", _folder.At("trace"), "-e", "trace=fdatasync", "-e", $"inject=fdatasync:signal=SIGKILL:when={sync}", AppendingChild.Executable, RecordingChild.Verb, folder],
            int.MaxValue);
        Assert.SkipWhen(last == 0 && !File.Exists(_folder.At("trace")), "strace may not trace here");
        AssertKept(folder, last);
    }

    /// <returns>The place of the last frame that was taken.</returns>
    private static async Task<long> RunAsync(string program, string[] arguments, int frames)
    {
        using var child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (last, lines) = (0L, 0);
        while (await child.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            last = long.Parse(line, CultureInfo.InvariantCulture);
            if (++lines == frames)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync(Ct);
        Assert.NotEqual(0, child.ExitCode);
        return last;
    }

    private static void AssertKept(string folder, long last)
    {
        using var blobs = RecordingChild.Open(folder);
        var recovered = blobs.Recovered.SingleOrDefault();
        if (recovered is null)
        {
            Assert.InRange(last, 0, Second);
            return;
        }

        Assert.Equal("recording 7:1", recovered.Label);
        using var content = blobs.OpenRead(recovered.Id)!;
        var reader = new CaptureReader(content, "capture");
        while (reader.Read(out var position, out var samples))
        {
            for (var i = 0; i < samples.Length; i++)
            {
                Assert.Equal(RecordingChild.Sample(position + i), samples.Span[i]);
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{last} samples taken, {reader.End} kept, {(last - reader.End) / 16} ms lost");
        Assert.InRange(last - reader.End, -RecordingChild.FrameLength, Second);
        Assert.Equal(0, reader.Lost);
    }
}
