using Spark.Gateway.Chat;
using Spark.Gateway.Store;

namespace Spark.Gateway.Asking;

/// <summary>A question that waits for its turn. Immutable.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Language">Language of its error messages, a BCP 47 tag or empty.</param>
/// <param name="Question">What is asked.</param>
internal sealed record WaitingQuestion(RequestKey Key, string Language, SparkQuestion Question);
