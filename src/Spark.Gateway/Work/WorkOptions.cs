using System.ComponentModel.DataAnnotations;

namespace Spark.Gateway.Work;

/// <summary>How much a worker does at a time. Bound from the configuration section <c>Work</c> and checked at start.</summary>
public sealed class WorkOptions
{
    /// <summary>Lanes that handle messages side by side, 1 to 64; a machine's messages keep to one lane and so in order.</summary>
    [Range(1, 64)]
    public int Lanes { get; set; } = 4;

    /// <summary>Messages that wait in one lane, 16 to 1,048,576. One more is refused and counted, and the machine sends it again.</summary>
    [Range(16, 1_048_576)]
    public int LaneCapacity { get; set; } = 16_384;

    /// <summary>Megabytes that wait in all lanes together, 1 to 16,384. What goes beyond is refused like a full lane.</summary>
    [Range(1, 16_384)]
    public int WaitingMegabytes { get; set; } = 64;

    /// <summary>Lanes of their own for blobs, 1 to 64, so that facts never wait behind them.</summary>
    [Range(1, 64)]
    public int BlobLanes { get; set; } = 2;

    /// <summary>Megabytes of blobs that wait in their lanes together, 1 to 16,384. What goes beyond is refused and comes again.</summary>
    [Range(1, 16_384)]
    public int BlobWaitingMegabytes { get; set; } = 32;

    /// <summary>Messages that a lane stores in one transaction, 1 to 1,024.</summary>
    [Range(1, 1024)]
    public int MessagesPerTransaction { get; set; } = 64;

    /// <summary>Questions that are asked side by side, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int Questions { get; set; } = 64;

    /// <summary>Questions that wait for their turn, 1 to 100,000. One more is told that Spark is busy.</summary>
    [Range(1, 100_000)]
    public int QuestionsWaiting { get; set; } = 1024;

    /// <summary>Machines that are sent what they missed side by side, 1 to 256.</summary>
    [Range(1, 256)]
    public int CatchUps { get; set; } = 8;

    /// <summary>Machines that wait for that, 1 to 1,000,000. One more is refused and counted, and the machine asks again.</summary>
    [Range(1, 1_000_000)]
    public int CatchUpsWaiting { get; set; } = 16_384;

    /// <summary>Facts read from the store at a time to be sent to a machine, 1 to 1,024.</summary>
    [Range(1, 1024)]
    public int FactsPerRead { get; set; } = 256;

    /// <summary>
    /// Milliseconds that pieces of an answer are gathered into one part, 0 to 10,000. The first piece is sent at once. An e-ink
    /// panel cannot show more than a few changes a second.
    /// </summary>
    [Range(0, 10_000)]
    public int PartMs { get; set; } = 250;

    /// <summary>Characters of one part, 64 to 16,384.</summary>
    [Range(64, 16_384)]
    public int PartCharacters { get; set; } = 4096;

    /// <summary>Seconds that a question belongs to a worker unless renewed, 3 to 3,600.</summary>
    [Range(3, 3600)]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>Seconds that questions have to end when the worker stops, 0 to 600; then they end with a reason.</summary>
    [Range(0, 600)]
    public int DrainSeconds { get; set; } = 20;

    /// <summary>Seconds between two removals of old questions, 60 to 86,400.</summary>
    [Range(60, 86_400)]
    public int PruneSeconds { get; set; } = 3600;

    /// <summary>Seconds between two searches for machines to expel, 10 to 86,400.</summary>
    [Range(10, 86_400)]
    public int ExpelSeconds { get; set; } = 3600;

    /// <summary>How often wishes for machines' settings are looked for, in seconds, 1 to 3,600.</summary>
    [Range(1, 3600)]
    public int DesiredSeconds { get; set; } = 2;
}
