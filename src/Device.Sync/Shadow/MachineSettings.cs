namespace Device.Sync.Shadow;

/// <summary>Settings that the cloud may change. Immutable.</summary>
public sealed record MachineSettings
{
    /// <summary>What a language has to look like: a BCP 47 tag, as a regular expression.</summary>
    public const string LanguagePattern = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*";

    /// <summary>Language to ask Spark to answer in, a BCP 47 tag; null for the machine's own.</summary>
    public string? Language { get; init; }

    /// <summary>The Spark model to ask; null for the machine's own.</summary>
    public string? Model { get; init; }

    /// <summary>Largest blob in bytes that goes over a link that costs money; null for the machine's own.</summary>
    public long? MeteredBlobBytes { get; init; }
}
