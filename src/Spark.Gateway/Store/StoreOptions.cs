using System.ComponentModel.DataAnnotations;

namespace Spark.Gateway.Store;

/// <summary>Where accounts are kept. Bound from the configuration section <c>Store</c> and checked at start.</summary>
public sealed class StoreOptions
{
    /// <summary>Which database.</summary>
    [EnumDataType(typeof(StoreKind))]
    public StoreKind Kind { get; set; } = StoreKind.Sqlite;

    /// <summary>SQLite: path of the file; its folder must exist.</summary>
    [Required]
    public string SqliteFile { get; set; } = "spark-gateway.db";

    /// <summary>PostgreSQL: connection string, for example <c>Host=/run/postgresql;Database=spark;Username=spark</c>.</summary>
    public string PostgresConnection { get; set; } = "";

    /// <summary>PostgreSQL: file with the password, or null where the server asks for none.</summary>
    public string? PostgresPasswordFile { get; set; }

    /// <summary>Which account a new machine joins.</summary>
    [EnumDataType(typeof(AccountRule))]
    public AccountRule AccountRule { get; set; } = AccountRule.Own;

    /// <summary>Machines of one account, 1 to 1,024; each fact of one is sent to all others.</summary>
    [Range(1, 1024)]
    public int MachinesPerAccount { get; set; } = 32;

    /// <summary>Seconds that one statement may take, 1 to 300.</summary>
    [Range(1, 300)]
    public int StatementSeconds { get; set; } = 30;

    /// <summary>Hours that questions and their answers are kept for asking again, 1 to 8,760. Facts are kept for ever.</summary>
    [Range(1, 8760)]
    public int ReplyHours { get; set; } = 24;
}
