namespace Device.Sync.Links;

/// <summary>There is no connection, or none any more. The text names the broker and what it or the network said.</summary>
internal sealed class LinkException(string message, Exception? inner = null) : Exception(message, inner);
