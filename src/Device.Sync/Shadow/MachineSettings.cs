namespace Device.Sync.Shadow;

/// <summary>Settings that the cloud may change. Immutable.</summary>
public sealed record MachineSettings
{
    /// <summary>Language to ask Spark to answer in, a BCP 47 tag; null for the machine's own.</summary>
    public string? Language { get; init; }

    /// <summary>The Spark model to ask; null for the machine's own.</summary>
    public string? Model { get; init; }
}
