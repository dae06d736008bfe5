using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Simulation.Tests.Fleet;

/// <summary>
/// One machine writes far from any network, is switched off for months, is expelled, and comes back while the others have
/// erased, and dropped what was erased long ago.
/// </summary>
internal sealed class FleetExile(FleetWorld world, FleetMachine exile)
{
    private readonly List<Stroke> _written = [];
    private readonly HashSet<FactId> _erased = [];

    public async Task PlayAsync()
    {
        await LeaveAsync();
        await PassAsync(TimeSpan.FromDays(70));
        world.Check(await world.Gateway.ExpelAsync() >= 1, "a machine was silent for 70 days and was not expelled");
        for (var i = 0; i < 3; i++)
        {
            await PassAsync(TimeSpan.FromDays(35));
        }

        await NoteErasedAsync();
        exile.IsAway = false;
        exile.Start();
        for (var i = world.Random.Next(8); i > 0; i--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(10_000)), world.Time);
            world.Disturb();
        }
    }

    /// <summary>What it wrote is there under new names, what was erased stays away.</summary>
    public async Task CheckAsync()
    {
        world.Check(exile.HasRejoined, "the machine that was expelled has not rejoined");
        var facts = await world.Gateway.FactsAsync(exile.Id);
        var strokes = facts.Select(f => f.Body).OfType<StrokeAdded>().Select(s => s.Stroke).ToHashSet();
        world.Check(_written.TrueForAll(strokes.Contains), "ink that was written far from any network is lost");
        var shown = exile.View.Notes.SelectMany(n => exile.View.Pages(n.Id)).SelectMany(p => p.Strokes()).Select(s => s.Id).ToHashSet();
        world.Check(!shown.Overlaps(_erased), "ink that was erased is back");
        world.Scheduler.Note(world.Machines.Sum(m => m.Dropped));
    }

    private async Task LeaveAsync()
    {
        exile.IsAway = true;
        exile.Broker.Cut();
        if (!exile.IsUp)
        {
            exile.Start();
        }

        await Task.Delay(TimeSpan.FromSeconds(5 + world.Random.Next(60)), world.Time);
        if (exile.Journal is { } journal && exile.IsUp)
        {
            var stored = (await world.Gateway.FactsAsync(exile.Id)).Select(f => f.Id).ToHashSet();
            _written.AddRange((await exile.FactsAsync()).Where(f => f.Id.Device == exile.Id && !stored.Contains(f.Id) && journal.Seen().Contains(f.Id))
                .Select(f => f.Body).OfType<StrokeAdded>().Select(s => s.Stroke));
        }

        exile.Kill(powerCut: world.Random.Next(2) == 0);
    }

    /// <summary>Nobody writes for so long; then those that are there are used for a few minutes.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        foreach (var machine in world.Machines.Where(m => m != exile && m.IsUp))
        {
            machine.Kill(powerCut: false);
        }

        for (var days = time.TotalDays; days > 0; days--)
        {
            await Task.Delay(TimeSpan.FromDays(1), world.Time);
        }

        for (var i = 0; i < 6; i++)
        {
            world.RestartThoseThatEnded(also: true);
            await Task.Delay(TimeSpan.FromSeconds(20), world.Time);
        }
    }

    private async Task NoteErasedAsync()
    {
        var all = new Notebook();
        foreach (var fact in await world.Gateway.FactsAsync(exile.Id))
        {
            all.Apply(fact);
        }

        var shown = all.Notes.SelectMany(n => all.Pages(n.Id)).SelectMany(p => p.Strokes()).Select(s => s.Id).ToHashSet();
        _erased.UnionWith((await world.Gateway.FactsAsync(exile.Id)).Where(f => f.Body is StrokeAdded && !shown.Contains(f.Id)).Select(f => f.Id));
    }
}
