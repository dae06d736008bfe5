namespace Spark.Gateway.Chat;

/// <summary>Why a question failed, as far as a caller must tell the cases apart.</summary>
public enum SparkErrorKind
{
    /// <summary>The service answered with a code that fits no other kind.</summary>
    Refused = 1,

    /// <summary>Content review refused the question (10013), the answer (10014) or the conversation (10019).</summary>
    ContentReview = 2,

    /// <summary>The service is busy or limits traffic; later it may answer.</summary>
    Busy = 3,

    /// <summary>Password, key, signature or licence is wrong: a matter for the operator.</summary>
    NotAuthorised = 4,

    /// <summary>The question or the answer is longer than allowed, by the service or by our own limits.</summary>
    TooLong = 5,

    /// <summary>The service could not be reached, or the connection broke before the last part.</summary>
    Unreachable = 6,

    /// <summary>The service was silent for longer than allowed.</summary>
    Silent = 7,

    /// <summary>The service sent something that is not its protocol.</summary>
    Malformed = 8,

    /// <summary>The quota of the day is used up (11201).</summary>
    QuotaUsedUp = 9,
}
