namespace Spark.Gateway.Chat;

/// <summary>Why a question failed. Immutable.</summary>
/// <param name="Kind">The case.</param>
/// <param name="Code">The service's code (10013 …), or the HTTP status where there was no code, or 0.</param>
/// <param name="Message">The service's own message, 500 characters at most, or ours. It may quote the user: never log it.</param>
/// <param name="Sid">The service's id of the session; may be empty.</param>
public sealed record SparkError(SparkErrorKind Kind, int Code, string Message, string Sid = "")
{
    /// <summary>Whether the same question may be asked again, while no part of a reply has been shown.</summary>
    public bool IsRetryable => Kind is SparkErrorKind.Busy or SparkErrorKind.Unreachable;

    /// <summary>Whether content review refused it: the person must be told, and asking again does not help.</summary>
    public bool IsContentReview => Kind == SparkErrorKind.ContentReview;

    /// <summary>How long the service asked to wait before the next try (HTTP Retry-After), or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
