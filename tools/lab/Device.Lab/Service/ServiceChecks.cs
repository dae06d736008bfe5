using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Device.Lab.Input;
using Device.Lab.Pen;

namespace Device.Lab.Service;

/// <summary>The whole service on the machine: a pen of the kernel, a display of the kernel, a journal on its disk.</summary>
internal static class ServiceChecks
{
    private const int Width = 1280;
    private const int Height = 800;
    private const int DotsPerInch = 160;
    private const int StrokeRow = 560;
    private const int StrokeStart = 200;
    private const int StrokeLength = 400;
    private const int StrokeStep = 4;
    private const int LookEvery = 40;

    // Against a hang only: an emulated processor beside others that are busy takes its time.
    private const int StartSeconds = 400;

    public static IReadOnlyList<LabCheck> All => [new("service-writes-a-stroke-to-display-and-journal", StrokeAsync)];

    private static async Task<string> StrokeAsync(LabBench bench, CancellationToken ct)
    {
        if (!File.Exists(GuestProgram.Service))
        {
            throw new LabSkipException("the service was not put on this machine's disk: no web runtime for arm64");
        }

        using var pen = await VirtualPen.PlugAsync(bench, ct);
        var folder = Directory.CreateDirectory("/root/service").FullName;
        var board = Path.Combine(folder, "lab.json");
        await File.WriteAllTextAsync(board, Board(pen.Path), ct);
        var data = Path.Combine(folder, "data");
        var start = bench.Microseconds;
        using var service = GuestProgram.Start(GuestProgram.Service, "--data", data, "--id", "lab/machine", "--board", board, "--port", "0");
        var log = service.StandardOutput.ReadToEndAsync(ct);
        var errors = service.StandardError.ReadToEndAsync(ct);
        try
        {
            await bench.UntilAsync("the service's start", () => service.HasExited || File.Exists(Path.Combine(data, "run", "port")), ct, StartSeconds);
            Expect.That(!service.HasExited, $"the service ended: {(service.HasExited ? await log + await errors : "")}");
            var seconds = (bench.Microseconds - start) / 1e6;

            // The page is there before the pen writes on it, and what the pen wrote is on the glass before it is counted.
            await SettleAsync(data, ct);
            var before = await DarkAsync(bench, "service-before", ct);
            await DrawAsync(bench, pen, before, ct);
            await SettleAsync(data, ct);
            var after = await DarkAsync(bench, "service-after", ct);
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

    /// <summary>
    /// Draws the stroke, as a hand that looks at its ink: the kernel keeps some twenty reports, and a machine that is still
    /// compiling what reads them would lose those beyond.
    /// </summary>
    private static async Task DrawAsync(LabBench bench, UinputDevice pen, int before, CancellationToken ct)
    {
        for (var x = 0; x <= StrokeLength; x += StrokeStep)
        {
            pen.Draw(Units(StrokeStart + x), Units(StrokeRow), 3000);
            await bench.WaitAsync(8, ct);
            var seen = before;
            while (x > 0 && x % LookEvery == 0 && (seen = await DarkAsync(bench, "service-ink", ct)) < before + x)
            {
                try
                {
                    await bench.WaitAsync(250, ct);
                }
                catch (OperationCanceledException)
                {
                    throw new LabException($"{seen} dark pixels after {x} pixels of the stroke, {before} before it");
                }
            }
        }

        pen.Leave();
    }

    /// <summary>Waits until the service has nothing left to do.</summary>
    private static async Task SettleAsync(string data, CancellationToken ct)
    {
        var (port, token) = (await File.ReadAllTextAsync(Path.Combine(data, "run", "port"), ct), await File.ReadAllTextAsync(Path.Combine(data, "run", "token"), ct));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Trim()}/"), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add("X-Device-Token", token.Trim());
        using var answer = await client.PostAsync(new Uri("api/settle?seconds=120", UriKind.Relative), null, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        using var settled = JsonDocument.Parse(text);
        Expect.That(settled.RootElement.GetProperty("settled").GetBoolean(), $"the service does not come to rest: {text}");
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
        using var control = GuestProgram.Start(GuestProgram.Control, "journal", "verify", "--data", data, "--json");
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
        using var kill = GuestProgram.Start("kill", "-TERM", service.Id.ToString(CultureInfo.InvariantCulture));
        await kill.WaitForExitAsync(ct);
        await service.WaitForExitAsync(ct);
    }

    private static string Tail(string text) => text.Length > 1500 ? text[^1500..] : text;
}
