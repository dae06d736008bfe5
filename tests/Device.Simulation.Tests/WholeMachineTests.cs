using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Screen.Latency;
using Device.Storage;

namespace Device.Simulation.Tests;

/// <summary>The machine's flows together, from seeds.</summary>
public sealed class WholeMachineTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("device-test-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_machine_that_is_stopped_again_and_again_keeps_every_stroke_that_was_on_flash(int seed)
    {
        var random = new Random(seed);
        var hand = new RandomHand(seed);
        var safe = 0;
        for (var round = 0; round < 5; round++)
        {
            await using var machine = await SimulatedMachine.OpenAsync(_data, seed, Ct);
            await machine.SettleAsync(Ct);
            Assert.True(machine.Strokes().Count >= safe, $"seed {seed}, round {round}: {safe} strokes were safe, {machine.Strokes().Count} are there");
            for (var i = random.Next(1, 30); i > 0; i--)
            {
                await machine.WriteAsync(hand.Stroke(), Ct);
            }

            if (random.Next(3) > 0)
            {
                await machine.SettleAsync(Ct);
            }

            // Whatever the notebook shows came out of the journal, so it is on flash.
            safe = machine.Strokes().Count;
        }

        await using var last = await SimulatedMachine.OpenAsync(_data, seed, Ct);
        await last.SettleAsync(Ct);
        Assert.True(last.Strokes().Count >= safe);
        Assert.Equal(last.Strokes(), await last.StoredStrokesAsync(Ct));
    }

    [Fact]
    public async Task When_storage_is_full_the_pen_leaves_no_mark_and_everything_before_stays()
    {
        var hand = new RandomHand(5);
        await using (var machine = await SimulatedMachine.OpenAsync(_data, 5, Ct))
        {
            await machine.WriteAsync(hand.Stroke(), Ct);
            await machine.SettleAsync(Ct);
            Assert.Equal((1, 0L), (machine.Strokes().Count, machine.Refused));
        }

        // No medium has so much room.
        await using var full = await SimulatedMachine.OpenAsync(_data, 6, Ct, space: new StorageSpaceOptions { FullFreeBytes = 1L << 40, LowFreeBytes = 1L << 40 });
        Assert.Equal(StorageState.Full, full.Journal.Space.Now.State);
        var before = full.Journal.DurablePosition;
        await full.WriteAsync(hand.Stroke(), Ct);
        await full.SettleAsync(Ct);
        Assert.InRange(full.Refused, 1, long.MaxValue);
        Assert.Equal((1, before), (full.Strokes().Count, full.Journal.DurablePosition));
    }

    [Fact]
    public async Task Every_stroke_of_a_fast_hand_arrives_whole_and_in_order()
    {
        var hand = new RandomHand(7);
        var strokes = Enumerable.Range(0, 200).Select(_ => hand.Stroke()).ToArray();
        await using var machine = await SimulatedMachine.OpenAsync(_data, 7, Ct);
        foreach (var stroke in strokes)
        {
            await machine.WriteAsync(stroke, Ct);
        }

        await machine.SettleAsync(Ct);
        var kept = machine.Strokes();
        Assert.Equal(200, kept.Count);
        var facts = new List<FactId>();
        await foreach (var entry in machine.Journal.ReadAsync(1, follow: false, Ct))
        {
            if (entry.Fact.Body is StrokeAdded)
            {
                facts.Add(entry.Fact.Id);
            }
        }

        Assert.Equal(facts.Order(), facts);
        Assert.Equal(strokes.Select(s => s.Count(p => p.Phase == PenPhase.Contact)).Sum() - Repeated(strokes), kept.Sum(s => s.Points.Length));
    }

    [Fact]
    public async Task A_panel_that_hangs_holds_no_ink_up_on_its_way_to_the_journal()
    {
        var hand = new RandomHand(3);
        await using var machine = await SimulatedMachine.OpenAsync(_data, 3, Ct);
        machine.Panel.Faults.StayBusy(TimeSpan.FromMinutes(10));
        for (var i = 0; i < 20; i++)
        {
            await machine.WriteAsync(hand.Stroke(), Ct);
        }

        await machine.SettleAsync(Ct);
        Assert.Equal(20, machine.Strokes().Count);
        machine.Panel.Faults.StayBusy(TimeSpan.Zero);
    }

    [Fact]
    public async Task Ink_is_timed_on_its_way_to_the_panel()
    {
        await using var machine = await SimulatedMachine.OpenAsync(_data, 5, Ct);
        await machine.ShowAsync(Ct);
        await machine.WriteAsync(Line(30, 60, 60, 60, PenTool.Tip), Ct);
        await machine.SettleAsync(Ct);
        Assert.InRange(machine.Trace[InkStage.Raster].Count, 1, 1_000);
        Assert.Equal(0, machine.Trace[InkStage.Read].Count);
    }

    [Fact]
    public async Task The_eraser_takes_away_what_it_crosses_and_nothing_else()
    {
        await using var machine = await SimulatedMachine.OpenAsync(_data, 1, Ct);
        await machine.WriteAsync(Line(30, 60, 60, 60, PenTool.Tip), Ct);
        await machine.WriteAsync(Line(30, 100, 60, 100, PenTool.Tip), Ct);
        await machine.SettleAsync(Ct);
        await machine.WriteAsync(Line(45, 50, 45, 70, PenTool.Eraser), Ct);
        await machine.SettleAsync(Ct);
        var left = Assert.Single(machine.Strokes());
        Assert.True(left.Bounds.Top > 80);
        Assert.Equal(machine.Strokes(), await machine.StoredStrokesAsync(Ct));
    }

    [Fact]
    public async Task Ink_beside_the_page_is_not_kept()
    {
        await using var machine = await SimulatedMachine.OpenAsync(_data, 1, Ct);
        await machine.WriteAsync(Line(30, 2, 60, 3, PenTool.Tip), Ct);
        await machine.WriteAsync(Line(140, 100, 150, 100, PenTool.Tip), Ct);
        await machine.SettleAsync(Ct);
        Assert.Empty(machine.Strokes());
    }

    private static PenSample[] Line(float x0, float y0, float x1, float y1, PenTool tool) =>
        [.. Enumerable.Range(0, 21).Select(i => new PenSample(i * 5_000, x0 + ((x1 - x0) * i / 20), y0 + ((y1 - y0) * i / 20), 0.5f, 0, 0, tool, i < 20 ? PenPhase.Contact : PenPhase.Away))];

    /// <summary>Samples at the place of the one before are one point.</summary>
    private static int Repeated(PenSample[][] strokes) => strokes.Sum(s => s
        .Where(p => p.Phase == PenPhase.Contact)
        .Select(p => (MathF.Round((p.X) * InkPoint.StepsPerMillimetre), MathF.Round(p.Y * InkPoint.StepsPerMillimetre)))
        .ToArray() is { Length: > 0 } points ? points.Zip(points.Skip(1)).Count(p => p.First == p.Second) : 0);
}
