using System.Globalization;
using System.Text.Json;
using Device.Core.Notebook;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Bench.Fleet;

/// <summary>
/// A machine that was offline comes back with a long queue: a real journal and a real sync session, in a process of its own,
/// against the same servers; and <c>mosquitto_pub</c> pushing the same bytes to the same broker.
/// </summary>
internal sealed class QueueDrain(int records, FleetServers servers, Action<string> say)
{
    private const string Device = "bench/queue";
    private const int FactsPerMessage = 1_024;

    /// <summary>Measures it.</summary>
    /// <returns>The figures.</returns>
    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken ct)
    {
        var folder = Path.Combine(servers.Folder, "queue");
        say($"{records} records are written to a journal");
        var bytes = await FillAsync(folder, ct);
        say("they drain through the gateway");
        var drained = await DrainAsync(folder, ct);
        say("mosquitto_pub pushes the same bytes");
        var messages = (int)Math.Ceiling(bytes / 131_000.0);
        var (batched, single) = (await PushAsync(messages, bytes, ct), await PushAsync(records, bytes, ct));
        var stored = await StoredAsync(ct);
        return
        [
            new($"queue of {records} records: drained to the last down/ack", drained.Seconds, "s"),
            new("queue: records", records / drained.Seconds, "records/s"),
            new("queue: payload", bytes / drained.Seconds / 1e6, "MB/s"),
            new("queue: machine's memory before, resident", drained.Before, "MB"),
            new("queue: machine's memory at most, resident", drained.Peak, "MB"),
            new("queue: largest worker's memory ever, resident", servers.Workers.Max(w => w.PeakMegabytes()), "MB"),
            new("queue: records lost", records - stored, "records", 0),
            new($"mosquitto_pub, the same bytes in {messages} messages, to the last PUBACK", batched, "s"),
            new($"mosquitto_pub, the same bytes in {records} messages, to the last PUBACK", single, "s"),
            new("queue drained and stored / mosquitto_pub in as few messages", drained.Seconds / batched, "times"),
            new("queue drained and stored / mosquitto_pub, a message a record", drained.Seconds / single, "times"),
        ];
    }

    private async Task<long> FillAsync(string folder, CancellationToken ct)
    {
        var ink = new FleetInk(2);
        var counted = new System.Buffers.ArrayBufferWriter<byte>();
        var bytes = 0L;
        await using var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = folder }, DeviceId.Parse(Device), TimeProvider.System, new Random(3), NullLogger<Journal>.Instance, ct);
        for (var done = 0; done < records; done += FactsPerMessage)
        {
            foreach (var fact in await journal.AppendAsync(ink.Some(done, Math.Min(FactsPerMessage, records - done)), ct))
            {
                counted.ResetWrittenCount();
                FactCodec.Write(fact, counted);
                bytes += counted.WrittenCount;
            }
        }

        return bytes;
    }

    private async Task<DrainResult> DrainAsync(string folder, CancellationToken ct)
    {
        await using var child = ServerProcess.Start(
            "the draining machine",
            [Environment.ProcessPath!, "fleet-drain", folder, "--device", Device, "--port", Text(servers.Port), "--records", Text(records)]);
        var code = await child.EndAsync(ct);
        return code == 0
            ? JsonSerializer.Deserialize<DrainResult>(child.Said)!
            : throw new InvalidOperationException($"{child.Name} ended with {code}:\n{child.Said}");
    }

    private async Task<double> PushAsync(int messages, long bytes, CancellationToken ct)
    {
        var file = Path.Combine(servers.Folder, "lines");
        var line = new string('x', (int)(bytes / messages) - 1);
        await File.WriteAllLinesAsync(file, Enumerable.Repeat(line, messages), ct);
        var start = TimeProvider.System.GetTimestamp();
        await using var push = ServerProcess.Start(
            "mosquitto_pub",
            ["sh", "-c", $"exec mosquitto_pub -h 127.0.0.1 -p {Text(servers.Port)} -V mqttv5 -q 1 -t bench/lines -l < '{file}'"]);
        var code = await push.EndAsync(ct);
        return code == 0
            ? TimeProvider.System.GetElapsedTime(start).TotalSeconds
            : throw new InvalidOperationException($"mosquitto_pub ended with {code}:\n{push.Said}");
    }

    private async Task<long> StoredAsync(CancellationToken ct)
    {
        await using var connection = await servers.OpenAsync(ct);
        await using var command = new Npgsql.NpgsqlCommand("SELECT count(*) FROM fact WHERE device = $1", connection) { Parameters = { new() { Value = Device } } };
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
