using System.ComponentModel.DataAnnotations;

namespace Spark.Gateway.Store;

/// <summary>Where accounts are kept. Bound from the configuration section <c>Store</c> and checked at start.</summary>
public sealed class StoreOptions : IValidatableObject
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

    /// <summary>Most days of <see cref="ExpelDays"/>.</summary>
    public const int MostExpelDays = 3650;

    /// <summary>
    /// Days of silence after which a machine is expelled, so that the others need not keep for it what was erased: 0 for never,
    /// else 30 to 3,650 (within <see cref="Device.Core.Notebook.FactLimits.UndoDays"/> it could still undo). An account may have
    /// a limit of its own. Off by default: a machine that comes back may keep a fact to itself (see docs/formats/mqtt.md).
    /// </summary>
    [Range(0, MostExpelDays)]
    public int ExpelDays { get; set; }

    /// <summary>Megabytes of one blob, 1 to 65,536. A larger one is refused.</summary>
    [Range(1, 65_536)]
    public long BlobMegabytes { get; set; } = 1_024;

    /// <summary>Megabytes of all blobs of one account, 1 to 16,777,216. What goes beyond is refused.</summary>
    [Range(1, 16_777_216)]
    public long AccountBlobMegabytes { get; set; } = 20_480;

    /// <summary>Hours that a blob that was begun and not finished is kept, 1 to 8,760; then it is sent from the beginning.</summary>
    [Range(1, 8760)]
    public int UnfinishedBlobHours { get; set; } = 720;

    /// <summary>Seconds that one statement may take, 1 to 300.</summary>
    [Range(1, 300)]
    public int StatementSeconds { get; set; } = 30;

    /// <summary>Hours that questions and their answers are kept for asking again, 1 to 8,760. Facts are kept for ever.</summary>
    [Range(1, 8760)]
    public int ReplyHours { get; set; } = 24;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ExpelDays is > 0 and < Device.Core.Notebook.FactLimits.UndoDays)
        {
            yield return new ValidationResult(
                $"{nameof(ExpelDays)} is {ExpelDays}, 0 or {Device.Core.Notebook.FactLimits.UndoDays} to {MostExpelDays} expected", [nameof(ExpelDays)]);
        }
    }
}
