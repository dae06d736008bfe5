namespace Spark.Gateway.Chat;

/// <summary>Whether a deep-reasoning model thinks before it answers; other models ignore it.</summary>
public enum SparkThinking
{
    /// <summary>Nothing is sent; the service does what it does by default.</summary>
    Unset = 0,

    /// <summary>Always think.</summary>
    Enabled = 1,

    /// <summary>Never think.</summary>
    Disabled = 2,

    /// <summary>The model decides by the question.</summary>
    Auto = 3,
}
