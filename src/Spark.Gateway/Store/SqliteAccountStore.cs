namespace Spark.Gateway.Store;

/// <summary>Accounts in one SQLite file: the default, for one worker.</summary>
internal sealed class SqliteAccountStore(StoreOptions options) : SqlAccountStore(new SqliteDialect(options), options);
