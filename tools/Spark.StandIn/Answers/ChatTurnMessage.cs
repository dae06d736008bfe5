namespace Spark.StandIn.Answers;

/// <summary>One message of a conversation, whichever interface brought it.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Plain text.</param>
internal sealed record ChatTurnMessage(string Role, string Content);
