using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Speech.Phrases;

/// <summary>Bounds on an enrolled phrase.</summary>
public static class PhraseLimits
{
    /// <summary>Characters of its name.</summary>
    public const int NameLength = 64;

    /// <summary>Fewest takes.</summary>
    public const int FewestTakes = 3;

    /// <summary>Most takes.</summary>
    public const int MostTakes = 10;

    /// <summary>Fewest embeddings of a take: 0.3 s of speech.</summary>
    public const int FewestSteps = 4;

    /// <summary>Most embeddings of a take: 4 s of speech.</summary>
    public const int MostSteps = 50;

    /// <summary>Bytes of its file.</summary>
    public const int FileBytes = 1024 * 1024;

    internal const int MostValues = MostSteps * SpeechEmbedding.Length;
}
