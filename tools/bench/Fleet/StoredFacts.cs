using Npgsql;

namespace Device.Bench.Fleet;

/// <summary>What the database holds, compared with what the machines were told.</summary>
internal static class StoredFacts
{
    /// <summary>How many machines the gateway has heard to be online.</summary>
    public static async Task<long> OnlineAsync(FleetServers servers, CancellationToken ct)
    {
        await using var connection = await servers.OpenAsync(ct);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM device WHERE online = 1", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// Facts that machines wrote and the database lacks, and facts that it has twice in an account's order. Every machine
    /// has waited for its acknowledgement, so both must be 0.
    /// </summary>
    public static async Task<(long Written, long Lost)> LostAsync(FleetServers servers, IReadOnlyList<FleetDevice> devices, CancellationToken ct)
    {
        Dictionary<(string, long), long> stored = [];
        await using var connection = await servers.OpenAsync(ct);
        await using (var command = new NpgsqlCommand("SELECT device, epoch, count(*) FROM fact WHERE sequence > 0 GROUP BY device, epoch", connection) { CommandTimeout = 300 })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                stored.Add((reader.GetString(0), reader.GetInt64(1)), reader.GetInt64(2));
            }
        }

        // Names are unique, so as many rows as were written means that every one is there.
        var lost = devices.Sum(d => Math.Max(0, (long)Math.Max(d.Acknowledged, d.Written) - stored.GetValueOrDefault((d.Id.Value, unchecked((long)d.Epoch)))));
        return (devices.Sum(d => (long)d.Written), lost);
    }

    /// <summary>Bytes of the fact table with its indexes, and its rows.</summary>
    public static async Task<(long Bytes, long Rows)> SizeAsync(FleetServers servers, CancellationToken ct)
    {
        await using var connection = await servers.OpenAsync(ct);
        await using var command = new NpgsqlCommand("SELECT pg_total_relation_size('fact'), (SELECT count(*) FROM fact)", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
