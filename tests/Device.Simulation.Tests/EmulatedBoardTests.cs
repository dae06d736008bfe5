using Device.Core.Ink;
using Device.Hardware.Simulated.Panel;

namespace Device.Simulation.Tests;

/// <summary>The whole machine on every board that comes with it: the real drivers, against emulated chips and kernels.</summary>
public sealed class EmulatedBoardTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("device-test-").FullName;

    public static TheoryData<string> Boards => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "boards"), "*.json")
        .Select(f => Path.GetFileNameWithoutExtension(f)!).Where(n => n != "board.schema").Order(StringComparer.Ordinal)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task Ink_is_kept_and_shows_on_the_glass_and_the_driver_breaks_no_rule_of_its_chip(string board)
    {
        await using var machine = await SimulatedMachine.OpenAsync(_data, 1, Ct, board, panelSpeed: 50);
        var scale = machine.Layout.Panel.PixelsPerMillimetre;
        var page = machine.Layout.Page;
        var (left, right, y) = (page.X + (page.Width * 0.2f), page.X + (page.Width * 0.7f), page.Y + (page.Height * 0.45f));
        await machine.WriteAsync(
            [.. Enumerable.Range(0, 41).Select(i => new PenSample(
                i * 5_000, (left + ((right - left) * i / 40)) / scale, y / scale, 0.7f, 0, 0, PenTool.Tip, i < 40 ? PenPhase.Contact : PenPhase.Away))],
            Ct);
        await machine.SettleAsync(Ct);
        await machine.RestAsync(Ct);

        var stroke = Assert.Single(machine.Strokes());
        Assert.InRange(stroke.Bounds.Width, (right - left) * 0.95f / scale, (right - left) * 1.05f / scale);
        Assert.Empty(machine.Glass.Violations);
        if (!machine.Layout.IsCompanion)
        {
            var shot = machine.Glass.Snapshot();
            Assert.True(Darkest(shot, (int)((left + right) / 2), (int)y) < 80, "no ink where it was written");
        }

        var (wanted, seen) = (machine.Wanted(), machine.Glass.Snapshot());
        Assert.InRange(Difference(wanted.Pixels, seen.Grey.Span), 0, 4);
    }

    /// <summary>The darkest grey near a pixel.</summary>
    private static int Darkest(PanelSnapshot shot, int x, int y) =>
        (from dy in Enumerable.Range(-4, 9) from dx in Enumerable.Range(-4, 9) select (int)shot.Grey.Span[((y + dy) * shot.Width) + x + dx]).Min();

    /// <summary>The mean difference: ghosts are faint, a picture that is turned or shifted is not.</summary>
    private static double Difference(ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> seen)
    {
        var sum = 0L;
        for (var i = 0; i < seen.Length; i++)
        {
            sum += Math.Abs(wanted[i] - seen[i]);
        }

        return (double)sum / seen.Length;
    }
}
