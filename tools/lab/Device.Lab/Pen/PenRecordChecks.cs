using System.Globalization;
using Device.Core.Ink;
using Device.Hardware.Pen;
using Device.Lab.Service;

namespace Device.Lab.Pen;

/// <summary><c>devicectl pen record</c> on a pen of the kernel.</summary>
internal static class PenRecordChecks
{
    private const int Points = 50;

    public static IReadOnlyList<LabCheck> All => [new("pen-recorded-until-ctrl-c-plays-as-it-was-drawn", RecordAsync)];

    private static async Task<string> RecordAsync(LabBench bench, CancellationToken ct)
    {
        if (!File.Exists(GuestProgram.Control))
        {
            throw new LabSkipException("devicectl was not put on this machine's disk: no web runtime for arm64");
        }

        using var device = await VirtualPen.PlugAsync(bench, ct);
        var file = Path.Combine(Directory.CreateTempSubdirectory("lab-").FullName, "take.evdev");
        using var recording = GuestProgram.Start(GuestProgram.Control, "pen", "record", file, "--device", device.Path, "--json");
        var said = await recording.StandardError.ReadLineAsync(ct);
        Expect.That(said is not null && said.StartsWith("recording ", StringComparison.Ordinal), $"devicectl said '{said}'");
        device.Hover(1000, 2000);
        for (var i = 0; i < Points; i++)
        {
            device.Draw(1000 + (i * 73), 2000 + (i * 41), 2000);
            await bench.WaitAsync(50, ct);
        }

        device.Leave();
        await bench.WaitAsync(1_000, ct);
        using (var interrupt = GuestProgram.Start("kill", "-INT", recording.Id.ToString(CultureInfo.InvariantCulture)))
        {
            await interrupt.WaitForExitAsync(ct);
        }

        var (summary, errors) = (await recording.StandardOutput.ReadToEndAsync(ct), await recording.StandardError.ReadToEndAsync(ct));
        await recording.WaitForExitAsync(ct);
        Expect.Same($"devicectl's exit code ({errors})", 0, recording.ExitCode);
        await using var stream = File.OpenRead(file);
        var capture = await EvdevCapture.ReadAsync(stream, file, ct);
        var contacts = capture.ReplayPen(VirtualPen.Options()).Where(s => s.Phase == PenPhase.Contact).ToArray();
        Expect.Same("points of the recording", Points, contacts.Length);
        Expect.Near("x of the last point", (1000 + ((Points - 1) * 73)) / 100.0, contacts[^1].X, 0.001);
        Expect.That(summary.Contains("\"strokes\":1", StringComparison.Ordinal), $"devicectl said {summary}");
        return $"{Points} points, exact; the file is kept after Ctrl-C";
    }
}
