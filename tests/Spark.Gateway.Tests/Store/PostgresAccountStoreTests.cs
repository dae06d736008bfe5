using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Store;

[Collection(PostgresTests.Name)]
public sealed class PostgresAccountStoreTests(PrivatePostgres postgres) : AccountStoreSuite
{
    private protected override async Task<IAccountStore> OpenAsync(Action<StoreOptions>? change = null)
    {
        StoreOptions options = new() { Kind = StoreKind.Postgres, PostgresConnection = await postgres.DatabaseAsync() };
        change?.Invoke(options);
        return new PostgresAccountStore(options);
    }

    [Fact]
    public async Task Workers_that_start_together_migrate_once()
    {
        StoreOptions options = new() { Kind = StoreKind.Postgres, PostgresConnection = await postgres.DatabaseAsync() };
        await using PostgresAccountStore store = new(options);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => store.MigrateAsync(TestContext.Current.CancellationToken)));
        await store.CheckAsync(TestContext.Current.CancellationToken);
    }
}
