namespace Device.Messages;

/// <summary>Part of <see cref="AckMessage"/>: what a machine must have seen before it writes its facts again.</summary>
/// <param name="Stream">The account whose facts are to be seen.</param>
/// <param name="Head">The last position in it of a fact that another machine wrote, when the message was sent; 0 for none.</param>
public sealed record ClosedEpoch(string Stream, long Head);
