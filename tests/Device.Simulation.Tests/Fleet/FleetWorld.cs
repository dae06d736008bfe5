using Device.Core.Notebook;
using Device.Storage;
using Device.Sync.Tests.World;

namespace Device.Simulation.Tests.Fleet;

/// <summary>
/// Machines of one account, a broker and a gateway on one thread in virtual time. A seed decides who writes what, what fails
/// and when, and which of the tasks that are ready runs next.
/// </summary>
internal sealed class FleetWorld : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromDays(800);
    private readonly List<FleetMachine> _machines = [];
    private readonly bool _hasRot;
    private readonly FleetExile? _exile;

    public FleetWorld(int seed, string database, bool hasExile = false)
    {
        (Seed, Random) = (seed, new Random(seed));
        Time = new VirtualTime(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        Scheduler = new SeededScheduler(Time, new Random(Random.Next()));
        Gateway = new FleetGateway(this, database, new Random(Random.Next()));
        NetworkTrouble = Random.Next(4) == 0 ? 0 : Random.Next(1, 250);
        _hasRot = Random.Next(3) == 0 && !hasExile;
        PowerTrouble = Random.Next(3) > 0 ? 0 : Random.Next(1, 20);
        DiskTrouble = Random.Next(3) > 0 ? 0 : Random.Next(1, 30);
        for (var i = Random.Next(2, 5); i > 0; i--)
        {
            var machine = new FleetMachine(this, DeviceId.Parse($"sim/machine-{i}"), new Random(Random.Next()));
            machine.Broker.Up = message =>
            {
                machine.Secrets.Check(message);
                return Next(Fate.ArriveTwice, Fate.Delay, Fate.Vanish, Fate.Silence, Fate.LosePuback, Fate.Refuse, Fate.CutBefore, Fate.CutAfter);
            };
            machine.Broker.Down = _ => Next(Fate.ArriveTwice, Fate.Delay, Fate.Vanish, Fate.CutBefore, Fate.CutAfter);
            machine.Broker.Refuse = () => machine.IsAway ? "too far from any network" : Next(Fate.Refuse) == Fate.Refuse ? "no way to the broker" : null;
            machine.Clock.Skew = Random.Next(5) switch
            {
                0 => TimeSpan.FromDays(-365 * 50),
                1 => TimeSpan.FromMinutes(Random.Next(-600, 600)),
                _ => TimeSpan.Zero,
            };
            _machines.Add(machine);
        }

        _exile = hasExile ? new FleetExile(this, _machines[0]) : null;
    }

    public int Seed { get; }

    public Random Random { get; }

    public VirtualTime Time { get; }

    public SeededScheduler Scheduler { get; }

    public FleetGateway Gateway { get; }

    public IReadOnlyList<FleetMachine> Machines => _machines;

    /// <summary>Of a thousand messages, how many meet with something.</summary>
    public int NetworkTrouble { get; }

    /// <summary>Of a thousand writes and syncs, how many fail.</summary>
    public int DiskTrouble { get; }

    /// <summary>Of a thousand operations of the medium, before how many the power is cut.</summary>
    public int PowerTrouble { get; }

    /// <summary>Nothing fails any more.</summary>
    public bool IsWell { get; private set; }

    public bool IsWriting => !IsWell;

    /// <summary>Blobs that the gateway said to have whole.</summary>
    public HashSet<BlobId> Confirmed { get; } = [];

    public FleetMachine Find(DeviceId id) => _machines.Single(m => m.Id == id);

    public void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvariantException($"seed {Seed}, {Time.Elapsed} after the start: {what}");
        }
    }

    /// <summary>Plays trouble, then peace, then looks whether all agree.</summary>
    public void Play()
    {
        var director = Scheduler.Start("director", DirectAsync);
        Scheduler.RunUntil(director.Ended, Limit);
        director.Ended.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _machines.ForEach(m => m.Dispose());
        Gateway.Dispose();
    }

    private async Task DirectAsync()
    {
        Gateway.Start(1 + Random.Next(3));
        _machines.ForEach(m => m.Start());
        for (var i = 10 + Random.Next(20); i > 0; i--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Next(5_000)), Time);
            Disturb();
            await RotAsync();
        }

        if (_exile is not null)
        {
            await _exile.PlayAsync();
        }

        IsWell = true;
        await UntilSettledAsync();
        await CompareAsync();
        if (_exile is not null)
        {
            await _exile.CheckAsync();
        }

        await CompareBlobsAsync();
    }

    public void Disturb()
    {
        var machine = _machines[Random.Next(_machines.Count)];
        switch (Random.Next(6))
        {
            case 0 when !machine.IsAway:
                machine.Kill(powerCut: true);
                break;
            case 1 when !machine.IsAway:
                machine.Kill(powerCut: false);
                break;
            case 2:
                Gateway.KillOne();
                break;
            case 3:
                machine.Clock.Skew += TimeSpan.FromSeconds(Random.Next(-7_200, 7_200));
                break;
            case 4:
                machine.Broker.Cut();
                break;
            default:
                break;
        }

        RestartThoseThatEnded(Random.Next(3) > 0);
    }

    /// <summary>Only what the gateway has can be healed, so only a machine that has sent everything is hit.</summary>
    private async Task RotAsync()
    {
        var machine = _machines[Random.Next(_machines.Count)];
        if (!_hasRot || Random.Next(4) > 0 || machine.Journal is null)
        {
            return;
        }

        var stored = (await Gateway.FactsAsync(machine.Id)).Select(f => f.Id).ToHashSet();
        if (machine.Acknowledged.IsSubsetOf(stored))
        {
            machine.Kill(powerCut: false);
            machine.Rot();
            RestartThoseThatEnded(also: true);
        }
    }

    private Fate Next(params Fate[] fates) =>
        IsWell || Random.Next(1_000) >= NetworkTrouble ? Fate.Arrive : fates[Random.Next(fates.Length)];

    public void RestartThoseThatEnded(bool also)
    {
        foreach (var machine in _machines.Where(m => !m.IsAway && ((!m.IsUp && also) || m.Trouble.Length > 0)))
        {
            if (machine.IsUp)
            {
                machine.Kill(powerCut: false);
            }

            machine.Start();
        }
    }

    private async Task UntilSettledAsync()
    {
        var start = Time.Elapsed;
        while (true)
        {
            RestartThoseThatEnded(also: true);
            await Task.Delay(TimeSpan.FromSeconds(30), Time);
            var stored = await Gateway.FactsAsync(_machines[0].Id);
            var all = stored.Select(f => f.Id).ToHashSet();
            if (await AllHaveAsync(all))
            {
                return;
            }

            Check(Time.Elapsed - start < TimeSpan.FromHours(1), $"the machines do not come to agree: {await StateAsync(all)}");
        }
    }

    private async Task<bool> AllHaveAsync(HashSet<FactId> stored)
    {
        foreach (var machine in _machines)
        {
            if (machine.Journal is null || !await machine.HasSeenAllAsync()
                || machine.Journal.Seen() is var seen && !stored.All(seen.Contains)
                || !(await machine.FactsAsync()).All(f => stored.Contains(f.Id))
                || FleetSecrets.ToTell(machine.View).Count > 0
                || !await HasBlobsAsync(machine))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> HasBlobsAsync(FleetMachine machine)
    {
        foreach (var attached in await AttachedAsync(machine))
        {
            if (machine.Blobs?.Contains(attached) != true || await Gateway.BlobAsync(machine.Id, attached) is null)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<List<BlobId>> AttachedAsync(FleetMachine machine) =>
        [.. (await machine.FactsAsync()).Select(f => BlobId.TryParse((f.Body as BlobAttached)?.Blob, out var id) ? id : (BlobId?)null).OfType<BlobId>().Distinct()];

    /// <summary>What was acknowledged, and what is attached, is at the gateway and on every machine, and is what its name says.</summary>
    private async Task CompareBlobsAsync()
    {
        foreach (var id in Confirmed)
        {
            Check(await Gateway.BlobAsync(_machines[0].Id, id) is { } bytes && BlobId.Of(bytes) == id, $"the gateway confirmed blob {id} and does not have it");
        }

        foreach (var machine in _machines)
        {
            foreach (var id in await AttachedAsync(machine))
            {
                using var content = machine.Blobs!.OpenRead(id)!;
                var bytes = new byte[content.Length];
                content.ReadExactly(bytes);
                Check(BlobId.Of(bytes) == id, $"{machine.Id}: blob {id} is not what its name says");
                Check(await Gateway.BlobAsync(machine.Id, id) is { } stored && stored.AsSpan().SequenceEqual(bytes), $"the gateway has other bytes of blob {id}");
                Scheduler.Note(bytes.Length);
            }
        }
    }

    private async Task<string> StateAsync(HashSet<FactId> stored)
    {
        List<string> lines = [$"gateway {stored.Count}"];
        foreach (var machine in _machines)
        {
            var facts = machine.Journal is null ? [] : await machine.FactsAsync();
            var ids = facts.Select(f => f.Id).ToHashSet();
            var attached = machine.Journal is null ? [] : await AttachedAsync(machine);
            lines.Add($"{machine.Id} {ids.Count} ({attached.Count(id => machine.Blobs?.Contains(id) != true)} of {attached.Count} blobs not here, missing {stored.Count(id => !ids.Contains(id))}, unsent {ids.Count(id => !stored.Contains(id))}, {machine.Broker.Queued} waiting, {machine.Trouble})");
        }

        return string.Join("; ", lines);
    }

    /// <summary>Everything acknowledged anywhere is everywhere, and all show the same, whether followed or read anew.</summary>
    private async Task CompareAsync()
    {
        string? shown = null;
        foreach (var machine in _machines)
        {
            var facts = await machine.FactsAsync();
            var seen = machine.Journal!.Seen();
            foreach (var other in _machines.Where(other => !other.HasRejoined))
            {
                Check(other.Acknowledged.All(seen.Contains), $"{machine.Id} lacks what {other.Id} acknowledged");
            }

            var anew = new Notebook();
            facts.ForEach(f => anew.Apply(f));
            var text = FleetPage.Write(anew);
            Check(text == FleetPage.Write(machine.View), $"{machine.Id}: the view that followed differs from one made anew");
            Check(text == (shown ??= text), $"{machine.Id} shows something else than {_machines[0].Id}");
        }

        foreach (var letter in shown!)
        {
            Scheduler.Note(letter);
        }
    }
}
