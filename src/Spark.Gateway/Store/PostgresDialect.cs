using System.Data.Common;
using Device.Core.Notebook;
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
        };
        if (!string.IsNullOrEmpty(options.PostgresPasswordFile))
        {
            connection.Password = Password(options.PostgresPasswordFile);
        }

        _source = NpgsqlDataSource.Create(connection);
    }

    public override string Migrations => "postgres";

    public override string ForUpdate => " FOR UPDATE";

    public override string ForShare => " FOR SHARE";

    public override string SequenceIsListed => "sequence = ANY(@sequences)";

    // The number is any that nothing else in the database uses; it spells "spark".
    public override string? MigrationLock => "SELECT pg_advisory_xact_lock(495622812267)";

    public override object Sequences(long[] sequences) => sequences;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    public override Task<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);

    public override bool IsWorthRetrying(DbException e) => e.SqlState
        is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation;

    public override Task InsertFactsAsync(
        SqlSession session, DeviceId device, long epoch, string account, IReadOnlyList<EncodedFact> facts, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            INSERT INTO fact (device, epoch, sequence, account, position, hash, body)
            SELECT @device, @epoch, f.sequence, @account, f.position, f.hash, f.body
            FROM unnest(@sequences, @positions, @hashes, @bodies) AS f (sequence, position, hash, body)
            """,
            cancellationToken,
            ("device", device.Value),
            ("epoch", epoch),
            ("account", account),
            ("sequences", facts.Select(fact => fact.Sequence).ToArray()),
            ("positions", facts.Select(fact => fact.Position).ToArray()),
            ("hashes", facts.Select(fact => fact.Hash).ToArray()),
            ("bodies", facts.Select(fact => fact.Body).ToArray()));

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
