using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Spark.Gateway.Store;

/// <summary>SQLite in one file: write-ahead log, an fsync at each commit, one writer.</summary>
internal sealed class SqliteDialect(StoreOptions options) : SqlDialect
{
    private const int Busy = 5;
    private const int Locked = 6;

    // SQLite itself waits by polling with long pauses; queueing here costs nothing.
    private readonly SemaphoreSlim _writer = new(1);

    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = options.SqliteFile,
        DefaultTimeout = options.StatementSeconds,
        ForeignKeys = true,
    }.ToString();

    public override string Migrations => "sqlite";

    public override string ForUpdate => "";

    public override string ForShare => "";

    public override string? MigrationLock => null;

    public override SqlTable Table(string name, params (string Column, Array Values)[] columns)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartArray();
            for (var row = 0; row < columns[0].Values.Length; row++)
            {
                writer.WriteStartArray();
                foreach (var (_, values) in columns)
                {
                    if (values is long[] numbers)
                    {
                        writer.WriteNumberValue(numbers[row]);
                    }
                    else
                    {
                        writer.WriteStringValue(((string[])values)[row]);
                    }
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        var fields = string.Join(", ", columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"value ->> {i} AS {column.Column}")));
        return new SqlTable($"(SELECT {fields} FROM json_each(@{name})) AS {name}", [(name, Encoding.UTF8.GetString(json.ToArray()))]);
    }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        SqliteConnection connection = new(_connection);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override async Task<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        return new Turn(_writer);
    }

    public override bool IsWorthRetrying(DbException e) => e is SqliteException { SqliteErrorCode: Busy or Locked };

    public override async Task InsertFactsAsync(SqlSession session, IReadOnlyList<EncodedFact> facts, CancellationToken cancellationToken)
    {
        await using var command = session.Command(
            """
            INSERT INTO fact (device, epoch, sequence, account, position, hash, body)
            VALUES (@device, @epoch, @sequence, @account, @position, @hash, @body)
            """,
            ("device", ""), ("epoch", 0L), ("sequence", 0L), ("account", ""), ("position", 0L), ("hash", null), ("body", null));
        foreach (var fact in facts)
        {
            command.Parameters["device"].Value = fact.Key.Device;
            command.Parameters["epoch"].Value = fact.Key.Epoch;
            command.Parameters["sequence"].Value = fact.Key.Sequence;
            command.Parameters["account"].Value = fact.Account;
            command.Parameters["position"].Value = fact.Position;
            command.Parameters["hash"].Value = fact.Hash;
            command.Parameters["body"].Value = fact.Body;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public override ValueTask DisposeAsync()
    {
        using (SqliteConnection connection = new(_connection))
        {
            SqliteConnection.ClearPool(connection);
        }

        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
