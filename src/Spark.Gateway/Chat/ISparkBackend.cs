namespace Spark.Gateway.Chat;

/// <summary>
/// The port to whatever answers questions: the Spark service over HTTP or WebSocket, or another model with the same shape.
/// Implementations may be called from any number of threads at a time.
/// </summary>
public interface ISparkBackend
{
    /// <summary>Asks one question and streams the answer as it comes.</summary>
    /// <param name="question">The conversation and the model; at least one message.</param>
    /// <param name="cancellationToken">Breaks the question off; the service stops working on it.</param>
    /// <returns>
    /// Reasoning and answer parts in the order the service sent them, then exactly one part of kind
    /// <see cref="SparkPartKind.End"/>. A stream that ends early never looks complete: it throws.
    /// </returns>
    /// <exception cref="SparkException">The service refused, failed, fell silent or broke off; see its error.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    IAsyncEnumerable<SparkPart> AskAsync(SparkQuestion question, CancellationToken cancellationToken);
}
