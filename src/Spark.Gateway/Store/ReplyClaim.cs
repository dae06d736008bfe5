using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>Who answers a question, and what has been answered. Immutable.</summary>
/// <param name="IsMine">Whether the claiming worker now owns it and must finish it.</param>
/// <param name="IsFinished">Whether the last part is there.</param>
/// <param name="Parts">Stored parts in order, possibly none.</param>
internal sealed record ReplyClaim(bool IsMine, bool IsFinished, IReadOnlyList<ReplyMessage> Parts);
