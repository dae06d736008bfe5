namespace Spark.Gateway.Store;

/// <summary>Accounts in PostgreSQL, shared by any number of workers.</summary>
/// <exception cref="InvalidOperationException">There is no connection string, or the password's file cannot be read.</exception>
internal sealed class PostgresAccountStore(StoreOptions options) : SqlAccountStore(new PostgresDialect(options), options);
