using System.Globalization;

namespace Device.Bench.Fleet;

/// <summary>One run: servers up, machines connected, phases measured one after the other, everything down.</summary>
internal sealed class FleetRun(FleetPlan plan, TextWriter progress)
{
    private readonly List<Figure> _figures = [];

    /// <summary>Runs it.</summary>
    /// <returns>The figures.</returns>
    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken ct)
    {
        Say($"load of the machine before the run: {File.ReadAllText("/proc/loadavg").Trim()}");
        await using var servers = new FleetServers();
        await servers.StartAsync(plan.Workers, ct);
        Say($"Mosquitto, PostgreSQL and {plan.Workers} gateway workers run on loopback");
        await using var crowd = new FleetCrowd(plan, servers.Port, new Random(20_26));

        await ConnectAsync(servers, crowd, ct);
        var most = await PushAsync(servers, crowd, ct);
        await IdleAsync(servers, crowd, ct);
        await ReplaceAsync("a worker is killed", servers.KillWorkerAsync, servers, crowd, most / 2, ct);
        await ReplaceAsync("a worker is told to stop", () => StopAsync(servers), servers, crowd, most / 2, ct);
        await CheckAsync(servers, crowd, ct);
        if (plan.Drain > 0)
        {
            _figures.AddRange(await new QueueDrain(plan.Drain, servers, Say).MeasureAsync(ct));
        }

        return _figures;
    }

    private async Task ConnectAsync(FleetServers servers, FleetCrowd crowd, CancellationToken ct)
    {
        var (start, cpu) = (TimeProvider.System.GetTimestamp(), servers.WorkerSeconds);
        await crowd.ConnectAsync(n => SayEvery(1_000, n, $"{n} of {plan.Devices} machines connected"), ct);
        var connected = TimeProvider.System.GetElapsedTime(start);
        while (await StoredFacts.OnlineAsync(servers, ct) < plan.Devices)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }

        Add($"{plan.Devices} machines connect to the broker", connected.TotalSeconds, "s");
        Add("... and the gateway has stored the presence of all", TimeProvider.System.GetElapsedTime(start).TotalSeconds, "s");
        Add("... processor time of the workers", servers.WorkerSeconds - cpu, "s");
    }

    private async Task<double> PushAsync(FleetServers servers, FleetCrowd crowd, CancellationToken ct)
    {
        Say("3 s to warm up");
        await crowd.PushAsync(TimeSpan.FromSeconds(3), ct);
        Say($"{plan.Seconds} s as fast as it goes, {plan.Outstanding} messages unacknowledged at a time");
        var before = Take(servers);
        var (spent, count) = (
            await servers.MetricAsync("spark_gateway_append_seconds_sum", ct), await servers.MetricAsync("spark_gateway_append_seconds_count", ct));
        var (messages, bytes, received) = (crowd.Counters.Messages, crowd.Counters.Bytes, crowd.Counters.ReceivedFacts);
        var latencies = await crowd.PushAsync(TimeSpan.FromSeconds(plan.Seconds), ct);
        var used = Take(servers).Since(before);
        messages = crowd.Counters.Messages - messages;
        var rate = messages / used.Seconds;
        var what = $"full load, {plan.Workers} worker(s), {plan.FactsPerMessage} facts a message";
        Add($"{what}: messages", rate, "messages/s");
        Add($"{what}: facts stored", rate * plan.FactsPerMessage, "facts/s");
        Add($"{what}: payload", (crowd.Counters.Bytes - bytes) / used.Seconds / 1e6, "MB/s");
        Add($"{what}: facts passed on to the account's other machines", (crowd.Counters.ReceivedFacts - received) / used.Seconds, "facts/s");
        Add($"{what}: publish to down/ack p50", latencies.At(0.5), "ms");
        Add($"{what}: publish to down/ack p99", latencies.At(0.99), "ms");
        var transactions = await servers.MetricAsync("spark_gateway_append_seconds_count", ct) - count;
        Add($"{what}: messages stored in one transaction", messages / Math.Max(1, transactions), "messages");
        Add($"{what}: a transaction takes", (await servers.MetricAsync("spark_gateway_append_seconds_sum", ct) - spent) / Math.Max(1, transactions) * 1000, "ms");
        AddUse(what, used, messages);
        AddMemory(servers, what);
        return rate;
    }

    private async Task IdleAsync(FleetServers servers, FleetCrowd crowd, CancellationToken ct)
    {
        var rate = plan.Devices / plan.Every;
        var what = string.Create(CultureInfo.InvariantCulture, $"{plan.Devices} machines, a message each {plan.Every} s");
        Say($"{plan.Seconds} s of {what}");
        var (before, sent) = (Take(servers), crowd.Counters.Messages);
        var latencies = await crowd.PaceAsync(rate, TimeSpan.FromSeconds(plan.Seconds), null, ct);
        var used = Take(servers).Since(before);
        Add($"{what}: messages", (crowd.Counters.Messages - sent) / used.Seconds, "messages/s");
        Add($"{what}: publish to down/ack p50", latencies.At(0.5), "ms");
        Add($"{what}: publish to down/ack p99", latencies.At(0.99), "ms");
        AddUse(what, used, crowd.Counters.Messages - sent);
        AddMemory(servers, what);
    }

    /// <summary>One worker goes under load and another comes two seconds later: killed as by a fault, or told to stop as for an upgrade.</summary>
    private async Task ReplaceAsync(string what, Func<Task> end, FleetServers servers, FleetCrowd crowd, double rate, CancellationToken ct)
    {
        Say($"{plan.Seconds} s at half of the full load; {what}");
        var resent = crowd.Counters.ResentMessages;
        var latencies = await crowd.PaceAsync(rate, TimeSpan.FromSeconds(plan.Seconds), async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(plan.Seconds / 4.0), TimeProvider.System, ct);
            await end();
            Say("the worker is gone");
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, ct);
            await servers.StartWorkerAsync(ct);
            Say("another has come");
        }, ct);
        Add($"half load, {what}: publish to down/ack p50", latencies.At(0.5), "ms");
        Add($"half load, {what}: publish to down/ack p99", latencies.At(0.99), "ms");
        Add($"half load, {what}: longest", latencies.At(1), "ms");
        Add($"half load, {what}: messages sent again", crowd.Counters.ResentMessages - resent, "messages");
    }

    private async Task StopAsync(FleetServers servers)
    {
        var (code, time) = await servers.StopWorkerAsync();
        Add("a worker told to stop (SIGTERM): exit code", code, "", 0);
        Add("a worker told to stop (SIGTERM): drained and gone after", time.TotalSeconds, "s");
    }

    private async Task CheckAsync(FleetServers servers, FleetCrowd crowd, CancellationToken ct)
    {
        var (written, lost) = await StoredFacts.LostAsync(servers, crowd.Devices, ct);
        var (bytes, rows) = await StoredFacts.SizeAsync(servers, ct);
        Add("facts written by all machines", written, "facts");
        Add("facts lost", lost, "facts", 0);
        Add("facts refused", crowd.Counters.RejectedFacts, "facts", 0);
        Add("database, a fact with its indexes", rows == 0 ? 0 : bytes / (double)rows, "bytes");
    }

    private void AddUse(string what, FleetUse used, long messages)
    {
        Add($"{what}: a worker's processor time for a message", used.Workers / messages * 1e6, "us");
        Add($"{what}: processors busy, workers", used.Workers / used.Seconds, "of " + Environment.ProcessorCount);
        Add($"{what}: processors busy, Mosquitto", used.Broker / used.Seconds, "of " + Environment.ProcessorCount);
        Add($"{what}: processors busy, PostgreSQL", used.Database / used.Seconds, "of " + Environment.ProcessorCount);
        Add($"{what}: processors busy, simulated machines", used.Own / used.Seconds, "of " + Environment.ProcessorCount);
    }

    private void AddMemory(FleetServers servers, string what)
    {
        Add($"{what}: largest worker, resident", servers.Workers.Max(w => w.ResidentMegabytes()), "MB");
        Add($"{what}: Mosquitto, resident", servers.Broker.ResidentMegabytes(), "MB");
    }

    private static FleetUse Take(FleetServers servers) => new(
        TimeProvider.System.GetTimestamp() / (double)TimeProvider.System.TimestampFrequency,
        servers.WorkerSeconds,
        servers.Broker.ProcessorSeconds(),
        servers.Database.ProcessorSeconds(),
        Environment.CpuUsage.TotalTime.TotalSeconds);

    private void Add(string name, double value, string unit, double? budget = null) => _figures.Add(new Figure(name, value, unit, budget));

    private void SayEvery(int each, int number, string text)
    {
        if (number % each == 0)
        {
            Say(text);
        }
    }

    private void Say(string text) => progress.WriteLine($"fleet: {text}");
}
