namespace Spark.Gateway.Transcription;

/// <summary>What a caption is written in.</summary>
public enum CaptionKind
{
    /// <summary>The language that is spoken.</summary>
    Source = 1,

    /// <summary>The language that it is translated to.</summary>
    Translation = 2,
}
