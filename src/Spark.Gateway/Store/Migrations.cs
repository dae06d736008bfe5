using System.Globalization;
using System.Reflection;

namespace Spark.Gateway.Store;

/// <summary>Applies the numbered schema files that lie in this program, each once and in order.</summary>
internal static class Migrations
{
    /// <exception cref="InvalidOperationException">The schema is newer than this program.</exception>
    public static async Task ApplyAsync(SqlSession session, CancellationToken cancellationToken)
    {
        if (session.Dialect.MigrationLock is { } turn)
        {
            await session.ExecuteAsync(turn, cancellationToken);
        }

        await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY)", cancellationToken);
        var applied = await session.RowsAsync("SELECT version FROM schema_version", row => row.GetInt32(0), cancellationToken);
        var files = Files(session.Dialect.Migrations);
        if (applied.Except(files.Select(file => file.Version)).ToArray() is { Length: > 0 } unknown)
        {
            throw new InvalidOperationException(
                $"The database has schema version {unknown.Max()}, this program knows up to {files[^1].Version}: use a newer spark-gateway.");
        }

        foreach (var (version, sql) in files.Where(file => !applied.Contains(file.Version)))
        {
            await session.ExecuteAsync(sql, cancellationToken);
            await session.ExecuteAsync("INSERT INTO schema_version (version) VALUES (@version)", cancellationToken, ("version", version));
        }
    }

    private static List<(int Version, string Sql)> Files(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var marker = $".migrations.{folder}.";
        List<(int Version, string Sql)> files = [];
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(marker, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var file = name[(name.IndexOf(marker, StringComparison.Ordinal) + marker.Length)..].TrimStart('_');
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            files.Add((int.Parse(file.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), reader.ReadToEnd()));
        }

        return files;
    }
}
