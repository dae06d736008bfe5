using Microsoft.Data.Sqlite;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Store;

public sealed class SqliteAccountStoreTests : AccountStoreSuite, IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override Task<IAccountStore> OpenAsync(Action<StoreOptions>? change = null)
    {
        StoreOptions options = new() { SqliteFile = _folder.File("gateway.db") };
        change?.Invoke(options);
        return Task.FromResult<IAccountStore>(new SqliteAccountStore(options));
    }

    [Fact]
    public async Task A_newer_schema_is_not_touched()
    {
        await using var store = await MigratedAsync();
        await using (SqliteConnection connection = new($"Data Source={_folder.File("gateway.db")}"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_version VALUES (9999)";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.MigrateAsync(TestContext.Current.CancellationToken));
        Assert.Contains("9999", error.Message, StringComparison.Ordinal);
    }
}
