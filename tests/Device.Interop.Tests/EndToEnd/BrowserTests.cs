using System.Text.Json;
using Microsoft.Playwright;

namespace Device.Interop.Tests.EndToEnd;

/// <summary>A person at the page, in a real browser.</summary>
public sealed class BrowserTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Theory]
    [InlineData("simulated")]
    [InlineData("it8951-10in3")]
    public async Task A_person_draws_on_the_page_sees_the_text_and_gets_an_answer(string board)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"no browser at {Chromium}");
        var strokes = Strokes(Built.Ink("han-people-dev.jsonl"), "水");
        using var folder = new TempFolder();
        await using var run = Run.Start(Built.Simulator, "--data", folder["data"], "--board", board, "--port", "0", "--no-browser");
        var address = (await run.SaysAsync("the notebook is at")).Split(' ').Single(w => w.StartsWith("http", StringComparison.Ordinal));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 1000 } });
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(address);
        await Assertions.Expect(page.Locator("#banner")).ToContainTextAsync("Simulated machine");
        await Assertions.Expect(page.Locator("#stand-in")).ToContainTextAsync("offline stand-in");
        await Assertions.Expect(page.Locator("#sync-dot")).ToHaveClassAsync("dot online", new() { Timeout = 30_000 });

        await DrawAsync(page, strokes);
        await Assertions.Expect(page.Locator("#text")).ToContainTextAsync("水", new() { Timeout = 30_000 });
        Assert.True(await DarkPixelsAsync(page) > 100, "no ink on the panel");

        // What drove the panel stands beside it, and ghosts can be made visible.
        await Assertions.Expect(page.Locator("#refreshes tbody tr").First).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await Assertions.Expect(page.Locator("#refreshes tbody")).ToContainTextAsync("Du");
        await page.CheckAsync("#ghosts");
        await Assertions.Expect(page.Locator("#panel")).ToHaveClassAsync("ghosts");
        await page.UncheckAsync("#ghosts");

        await page.FillAsync("#question", "12+30=?");
        await page.ClickAsync("#ask");
        await Assertions.Expect(page.Locator("#answer")).ToContainTextAsync("42", new() { Timeout = 30_000 });

        await page.ClickAsync("#new");
        await Assertions.Expect(page.Locator("#place")).ToHaveTextAsync("2 / 2");
        await Assertions.Expect(page.Locator("#text")).ToHaveTextAsync("");
        await page.ClickAsync("#previous");
        await Assertions.Expect(page.Locator("#text")).ToContainTextAsync("水");
        if (Environment.GetEnvironmentVariable("DEVICE_SCREENSHOT") is { Length: > 0 } picture)
        {
            await page.ScreenshotAsync(new() { Path = picture });
        }

        Assert.Empty(errors);
    }

    private static async Task DrawAsync(IPage page, float[][][] strokes)
    {
        var box = (await page.Locator("#panel").BoundingBoxAsync())!;
        var scale = box.Width * 0.09f / 1000f;
        var (left, top) = (box.X + (box.Width * 0.2f), box.Y + (box.Height * 0.2f));
        foreach (var stroke in strokes)
        {
            await page.Mouse.MoveAsync(left + (stroke[0][0] * scale), top + (stroke[0][1] * scale));
            await page.Mouse.DownAsync();
            foreach (var point in stroke)
            {
                await page.Mouse.MoveAsync(left + (point[0] * scale), top + (point[1] * scale));
            }

            await page.Mouse.UpAsync();
        }
    }

    private static Task<int> DarkPixelsAsync(IPage page) => page.EvaluateAsync<int>(
        """
        () => {
          const canvas = document.getElementById('panel');
          const data = canvas.getContext('2d').getImageData(0, canvas.height * 0.15, canvas.width * 0.6, canvas.height * 0.3).data;
          let dark = 0;
          for (let i = 0; i < data.length; i += 4) { if (data[i] < 90) { dark++; } }
          return dark;
        }
        """);

    private static float[][][] Strokes(string file, string label) => File.ReadLines(file)
        .Select(l => JsonDocument.Parse(l).RootElement)
        .First(e => e.GetProperty("label").GetString() == label)
        .GetProperty("strokes").Deserialize<float[][][]>()!;
}
