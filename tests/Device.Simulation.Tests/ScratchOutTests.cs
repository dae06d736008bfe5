using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Simulation.Tests;

/// <summary>Ink that is scratched out with the tip, from the pen to the views.</summary>
public sealed class ScratchOutTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("device-test-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Scratched_out_ink_is_gone_with_the_scratches_and_undoing_brings_all_of_it_back()
    {
        await using var machine = await SimulatedMachine.OpenAsync(_data, 1, Ct);
        await WriteAsync(machine);
        var before = machine.Strokes();
        Assert.Equal(3, before.Count);
        await machine.WriteAsync(Way((28, 58), (48, 60), (28, 62), (48, 64), (28, 66), (48, 68), (28, 70), (48, 72)), Ct);
        await machine.SettleAsync(Ct);
        Assert.Equal(before.Skip(2), machine.Strokes());
        Assert.Equal(machine.Strokes(), await machine.StoredStrokesAsync(Ct));

        var erased = await ErasuresAsync(machine);
        Assert.Equal(3, Assert.Single(erased).Strokes.Length);
        await machine.Journal.AppendAsync(new ErasureUndone(machine.Page, [.. await NamesAsync(machine)]), Ct);
        await machine.SettleAsync(Ct);
        Assert.Equal(before, machine.Strokes().Take(3));
        Assert.Equal(4, machine.Strokes().Count);
    }

    [Fact]
    public async Task The_same_stroke_beside_the_ink_or_with_the_option_off_is_writing()
    {
        (float X, float Y)[] beside = [(28, 98), (48, 100), (28, 102), (48, 104), (28, 106), (48, 108), (28, 110)];
        await using (var machine = await SimulatedMachine.OpenAsync(_data, 1, Ct))
        {
            await WriteAsync(machine);
            await machine.WriteAsync(Way(beside), Ct);
            await machine.SettleAsync(Ct);
            Assert.Equal(4, machine.Strokes().Count);
        }

        await using var off = await SimulatedMachine.OpenAsync(_data, 2, Ct, scratchOut: false);
        await off.WriteAsync(Way([.. beside.Select(p => (p.X, p.Y - 40))]), Ct);
        await off.SettleAsync(Ct);
        Assert.Equal(5, off.Strokes().Count);
        Assert.Empty(await ErasuresAsync(off));
    }

    /// <summary>A cross and, apart from it, a level line.</summary>
    private static async Task WriteAsync(SimulatedMachine machine)
    {
        await machine.WriteAsync(Way((30, 65), (46, 65)), Ct);
        await machine.WriteAsync(Way((38, 59), (38, 71)), Ct);
        await machine.WriteAsync(Way((60, 65), (76, 65)), Ct);
        await machine.SettleAsync(Ct);
    }

    private static async Task<List<StrokesErased>> ErasuresAsync(SimulatedMachine machine) => [.. (await FactsAsync(machine)).Select(f => f.Body).OfType<StrokesErased>()];

    private static async Task<List<FactId>> NamesAsync(SimulatedMachine machine) => [.. (await FactsAsync(machine)).Where(f => f.Body is StrokesErased).Select(f => f.Id)];

    private static async Task<List<Fact>> FactsAsync(SimulatedMachine machine)
    {
        var facts = new List<Fact>();
        await foreach (var entry in machine.Journal.ReadAsync(1, follow: false, Ct))
        {
            facts.Add(entry.Fact);
        }

        return facts;
    }

    /// <summary>A stroke through corners, a sample each millimetre or so.</summary>
    private static PenSample[] Way(params (float X, float Y)[] corners)
    {
        var samples = new List<PenSample>();
        for (var i = 1; i < corners.Length; i++)
        {
            for (var k = 0; k < 20; k++)
            {
                samples.Add(Sample(samples.Count, corners[i - 1].X + ((corners[i].X - corners[i - 1].X) * k / 20), corners[i - 1].Y + ((corners[i].Y - corners[i - 1].Y) * k / 20), PenPhase.Contact));
            }
        }

        samples.Add(Sample(samples.Count, corners[^1].X, corners[^1].Y, PenPhase.Contact));
        samples.Add(Sample(samples.Count, corners[^1].X, corners[^1].Y, PenPhase.Away));
        return [.. samples];
    }

    private static PenSample Sample(int index, float x, float y, PenPhase phase) => new(index * 5_000, x, y, 0.5f, 0, 0, PenTool.Tip, phase);
}
