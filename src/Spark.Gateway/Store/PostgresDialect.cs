using System.Data.Common;
using Npgsql;

namespace Spark.Gateway.Store;

/// <summary>PostgreSQL: read committed, commits that have reached the disk.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    private readonly NpgsqlDataSource _source;

    /// <exception cref="InvalidOperationException">There is no connection string, or the password's file cannot be read.</exception>
    public PostgresDialect(StoreOptions options)
    {
        if (options.PostgresConnection.Length == 0)
        {
            throw new InvalidOperationException("Store:PostgresConnection is empty; a connection string is needed.");
        }

        NpgsqlConnectionStringBuilder connection = new(options.PostgresConnection)
        {
            ApplicationName = "spark-gateway",
            // A commit that is acknowledged to a machine must have been written, whatever the server's default.
            Options = "-c synchronous_commit=on",
            IncludeErrorDetail = false,
            // The same few statements for ever: parsed and planned once a connection.
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 3,
        };
        if (new NpgsqlConnectionStringBuilder(options.PostgresConnection).ShouldSerialize("Max Auto Prepare"))
        {
            // An operator's own word counts: a pooler in transaction mode may not keep prepared statements.
            connection.MaxAutoPrepare = new NpgsqlConnectionStringBuilder(options.PostgresConnection).MaxAutoPrepare;
        }

        if (!string.IsNullOrEmpty(options.PostgresPasswordFile))
        {
            connection.Password = Password(options.PostgresPasswordFile);
        }

        _source = NpgsqlDataSource.Create(connection);
    }

    public override string Migrations => "postgres";

    public override string ForUpdate => " FOR UPDATE";

    public override string ForShare => " FOR SHARE";

    // The number is any that nothing else in the database uses; it spells "spark".
    public override string? MigrationLock => "SELECT pg_advisory_xact_lock(495622812267)";

    public override SqlTable Table(string name, params (string Column, Array Values)[] columns) => new(
        $"unnest({string.Join(", ", columns.Select(column => $"@{name}_{column.Column}"))}) AS {name} ({string.Join(", ", columns.Select(column => column.Column))})",
        [.. columns.Select(column => ($"{name}_{column.Column}", (object?)column.Values))]);

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    public override Task<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);

    public override bool IsWorthRetrying(DbException e) => e.SqlState
        is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation;

    public override Task InsertFactsAsync(SqlSession session, IReadOnlyList<EncodedFact> facts, CancellationToken cancellationToken)
    {
        var rows = Table(
            "f",
            ("device", facts.Select(fact => fact.Key.Device).ToArray()),
            ("epoch", facts.Select(fact => fact.Key.Epoch).ToArray()),
            ("sequence", facts.Select(fact => fact.Key.Sequence).ToArray()),
            ("account", facts.Select(fact => fact.Account).ToArray()),
            ("position", facts.Select(fact => fact.Position).ToArray()),
            ("hash", facts.Select(fact => fact.Hash).ToArray()),
            ("body", facts.Select(fact => fact.Body).ToArray()));
        return session.ExecuteAsync(
            $"""
            INSERT INTO fact (device, epoch, sequence, account, position, hash, body)
            SELECT f.device, f.epoch, f.sequence, f.account, f.position, f.hash, f.body FROM {rows.Sql}
            """,
            cancellationToken,
            rows.Parameters);
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static string Password(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"Store:PostgresPasswordFile names '{file}', which cannot be read: {e.Message}", e);
        }
    }
}
