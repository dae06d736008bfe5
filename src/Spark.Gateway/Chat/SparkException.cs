namespace Spark.Gateway.Chat;

/// <summary>A question failed. The exception's own message holds kind and code only, so that it may be logged.</summary>
public sealed class SparkException : Exception
{
    /// <summary>Makes an exception from an error.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public SparkException(SparkError error, Exception? innerException = null)
        : base($"Spark: {error.Kind}, code {error.Code}, session '{error.Sid}'.", innerException) => Error = error;

    /// <summary>What went wrong, with the service's message.</summary>
    public SparkError Error { get; }
}
