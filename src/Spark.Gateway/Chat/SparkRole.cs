namespace Spark.Gateway.Chat;

/// <summary>Who speaks in a message of a conversation. The numbers are ours; the wire carries names.</summary>
public enum SparkRole
{
    /// <summary>The person who asks.</summary>
    User = 1,

    /// <summary>Spark, in an earlier turn.</summary>
    Assistant = 2,

    /// <summary>Instructions that come before the conversation.</summary>
    System = 3,
}
