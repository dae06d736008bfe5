using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Device.Lab.Pen;

namespace Device.Lab.Service;

/// <summary>The whole service on the machine: a pen of the kernel, a display of the kernel, a journal on its disk.</summary>
internal static class ServiceChecks
{
    private const string Service = "/opt/deviced/deviced";
    private const string Control = "/opt/devicectl/devicectl";
    private const int Width = 1280;
    private const int Height = 800;
    private const int DotsPerInch = 160;
    private const int StrokeRow = 560;
    private const int StrokeStart = 200;
    private const int StrokeLength = 400;

    public static IReadOnlyList<LabCheck> All => [new("service-writes-a-stroke-to-display-and-journal", StrokeAsync)];

    private static async Task<string> StrokeAsync(LabBench bench, CancellationToken ct)
    {
        if (!File.Exists(Service))
        {
            throw new LabSkipException("the service was not put on this machine's disk: no web runtime for arm64");
        }

        using var pen = await VirtualPen.PlugAsync(bench, ct);
        var folder = Directory.CreateDirectory("/root/service").FullName;
        var board = Path.Combine(folder, "lab.json");
        await File.WriteAllTextAsync(board, Board(pen.Path), ct);
        var data = Path.Combine(folder, "data");
        var start = bench.Microseconds;
        using var service = Start(Service, "--data", data, "--id", "lab/machine", "--board", board, "--port", "0");
        var log = service.StandardOutput.ReadToEndAsync(ct);
        var errors = service.StandardError.ReadToEndAsync(ct);
        try
        {
            await bench.UntilAsync("the service's start", () => service.HasExited || File.Exists(Path.Combine(data, "run", "port")), ct, 100);
            Expect.That(!service.HasExited, $"the service ended: {(service.HasExited ? await log + await errors : "")}");
            var seconds = (bench.Microseconds - start) / 1e6;

            // The page is there before the pen writes on it.
            await bench.WaitAsync(5_000, ct);
            var before = await DarkAsync(bench, "service-before", ct);
            for (var x = 0; x <= StrokeLength; x += 4)
            {
                pen.Draw(Units(StrokeStart + x), Units(StrokeRow), 3000);
                await bench.WaitAsync(8, ct);
            }

            pen.Leave();
            var after = before;
            for (var i = 0; i < 40 && after < before + StrokeLength; i++)
            {
                await bench.WaitAsync(500, ct);
                after = await DarkAsync(bench, "service-after", ct);
            }

            Expect.That(after >= before + StrokeLength, $"{after} dark pixels around the stroke of {StrokeLength} pixels, {before} before it");
            await StopAsync(service, ct);
            Expect.Same("the service's exit code", 0, service.ExitCode);
            var records = await VerifyAsync(data, ct);
            return string.Create(CultureInfo.InvariantCulture, $"started in {seconds:0.0} s (emulated); {after - before} pixels of ink on the glass; {records} records in the journal");
        }
        catch (LabException e)
        {
            if (!service.HasExited)
            {
                service.Kill();
            }

            throw new LabException($"{e.Message}; the service said: {Tail(await log + await errors)}");
        }
        finally
        {
            if (!service.HasExited)
            {
                service.Kill();
            }
        }
    }

    /// <summary>The pen's units, hundredths of a millimetre of its own glass, of a pixel of the display.</summary>
    private static int Units(int pixels) => (int)(pixels * 25.4 * 100 / DotsPerInch);

    private static string Board(string pen)
    {
        var (across, down) = (VirtualPen.PageWidth, VirtualPen.PageHeight);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "name": "lab",
              "title": "The lab's machine",
              "panel": {
                "driver": "fbdev", "width": {{Width}}, "height": {{Height}}, "dotsPerInch": {{DotsPerInch}}, "greyLevels": 256,
                "fbdev": { "device": "/dev/fb0" }
              },
              "pen": { "driver": "evdev", "device": "{{pen}}", "calibration": [{{across}}, 0, 0, 0, {{down}}, 0] },
              "paper": { "template": "blank", "pitch": 12 }
            }
            """);
    }

    private static async Task<int> DarkAsync(LabBench bench, string name, CancellationToken ct)
    {
        var area = string.Create(CultureInfo.InvariantCulture, $"{name},{StrokeStart - 20},{StrokeRow - 20},{StrokeLength + 40},40");
        var answer = await bench.AskAsync("dark", area, ct);
        return int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw new LabException($"'{answer}' dark pixels");
    }

    private static async Task<long> VerifyAsync(string data, CancellationToken ct)
    {
        using var control = Start(Control, "journal", "verify", "--data", data, "--json");
        var (text, errors) = (await control.StandardOutput.ReadToEndAsync(ct), await control.StandardError.ReadToEndAsync(ct));
        await control.WaitForExitAsync(ct);
        Expect.Same($"devicectl's exit code ({Tail(text + errors)})", 0, control.ExitCode);
        using var result = JsonDocument.Parse(text);
        var records = result.RootElement.GetProperty("records").GetInt64();
        Expect.That(records > 0, $"no record: {text}");
        return records;
    }

    private static async Task StopAsync(Process service, CancellationToken ct)
    {
        using var kill = Start("kill", "-TERM", service.Id.ToString(CultureInfo.InvariantCulture));
        await kill.WaitForExitAsync(ct);
        await service.WaitForExitAsync(ct);
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = "/opt/dotnet";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        return Process.Start(start) ?? throw new LabException($"{program} does not start");
    }

    private static string Tail(string text) => text.Length > 1500 ? text[^1500..] : text;
}
