using System.Data.Common;

namespace Spark.Gateway.Store;

/// <summary>What differs between the databases. Everything else of the SQL is the same in both.</summary>
internal abstract class SqlDialect : IAsyncDisposable
{
    /// <summary>Folder of the numbered schema files.</summary>
    public abstract string Migrations { get; }

    /// <summary>Ends a SELECT whose rows nobody else may lock until the transaction ends; empty where a transaction locks all.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Ends a SELECT whose rows nobody may change until the transaction ends.</summary>
    public abstract string ForShare { get; }

    /// <summary>A statement that keeps other workers from migrating meanwhile, or null where the transaction does.</summary>
    public abstract string? MigrationLock { get; }

    /// <summary>A table of given rows, to be joined with: many rows in one round trip.</summary>
    /// <param name="name">Its name in the statement, and the beginning of its parameters' names.</param>
    /// <param name="columns">Columns of the same length, 1 or more rows; each of <see cref="string"/> or <see cref="long"/>.</param>
    public abstract SqlTable Table(string name, params (string Column, Array Values)[] columns);

    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Waits for the turn to write, where the database lets one write at a time.</summary>
    public abstract Task<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken);

    /// <summary>Whether the same transaction may succeed when tried again.</summary>
    public abstract bool IsWorthRetrying(DbException e);

    /// <summary>Inserts new facts, each with account and position. All are known not to be stored.</summary>
    public abstract Task InsertFactsAsync(SqlSession session, IReadOnlyList<EncodedFact> facts, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
