using Device.Core.Notebook;

namespace Device.Bench.Fleet;

/// <summary>All simulated machines of a run, connected from this process.</summary>
internal sealed class FleetCrowd : IAsyncDisposable
{
    private const int ConnectingAtOnce = 64;

    private readonly FleetPlan _plan;
    private readonly FleetInk _ink = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly List<FleetDevice> _devices;
    private readonly List<Task> _receiving = [];

    public FleetCrowd(FleetPlan plan, int port, Random random)
    {
        _plan = plan;
        _devices = [.. Enumerable.Range(0, plan.Devices).Select(i => new FleetDevice(
            DeviceId.Parse($"home-{i / plan.PerAccount}/machine-{i % plan.PerAccount}"), (ulong)random.NextInt64(), port, Counters))];
    }

    public FleetCounters Counters { get; } = new();

    public IReadOnlyList<FleetDevice> Devices => _devices;

    /// <summary>Connects all machines, some at a time.</summary>
    /// <param name="progress">Hears how many are connected.</param>
    /// <param name="ct">Gives up.</param>
    public async Task ConnectAsync(Action<int> progress, CancellationToken ct)
    {
        var connected = 0;
        await Parallel.ForEachAsync(_devices, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = ct }, async (device, token) =>
        {
            await device.ConnectAsync(token);
            var receiving = device.ReceiveAsync(_end.Token);
            lock (_receiving)
            {
                _receiving.Add(receiving);
            }

            progress(Interlocked.Increment(ref connected));
        });
    }

    /// <summary>As many messages as go, a fixed number of them unacknowledged at a time.</summary>
    public async Task<Latencies> PushAsync(TimeSpan length, CancellationToken ct)
    {
        var (latencies, next, start) = (new Latencies(), -1, TimeProvider.System.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Math.Min(_plan.Outstanding, _devices.Count)).Select(async _ =>
        {
            while (TimeProvider.System.GetElapsedTime(start) < length)
            {
                var number = Interlocked.Increment(ref next);
                latencies.Add(await WriteAsync(number, ct));
            }
        }));
        return latencies;
    }

    /// <summary>
    /// Messages at a steady rate, whatever becomes of those before. A time runs from when the message was due, so that a
    /// gateway that stalls is not asked less.
    /// </summary>
    /// <param name="perSecond">Messages a second of all machines together.</param>
    /// <param name="length">How long.</param>
    /// <param name="meanwhile">Runs beside it.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Latencies> PaceAsync(double perSecond, TimeSpan length, Func<Task>? meanwhile, CancellationToken ct)
    {
        var (latencies, start, sent, under) = (new Latencies(), TimeProvider.System.GetTimestamp(), 0, new List<Task>());
        var beside = meanwhile?.Invoke() ?? Task.CompletedTask;
        while (TimeProvider.System.GetElapsedTime(start) is var now && (now < length || !beside.IsCompleted))
        {
            for (; sent < now.TotalSeconds * perSecond; sent++)
            {
                under.Add(OneAsync(sent, TimeSpan.FromSeconds(sent / perSecond)));
            }

            under.RemoveAll(t => t.IsCompletedSuccessfully);
            if (under.Find(t => t.IsFaulted) is { } failed)
            {
                await failed;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, ct);
        }

        await beside;
        await Task.WhenAll(under);
        return latencies;

        async Task OneAsync(int number, TimeSpan due)
        {
            await WriteAsync(number * 7919, ct);
            latencies.Add(TimeProvider.System.GetElapsedTime(start) - due);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var device in _devices)
        {
            device.Dispose();
        }

        await Task.WhenAll(_receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private Task<TimeSpan> WriteAsync(int number, CancellationToken ct) =>
        _devices[(int)((uint)number % (uint)_devices.Count)].WriteAsync(_ink.Some(number, _plan.FactsPerMessage), ct);
}
