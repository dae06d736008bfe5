namespace Spark.Gateway.Store;

/// <summary>Which database keeps the accounts.</summary>
public enum StoreKind
{
    /// <summary>One file, one worker: the default that needs nothing installed.</summary>
    Sqlite = 0,

    /// <summary>PostgreSQL 15 or newer, shared by any number of workers.</summary>
    Postgres = 1,
}
