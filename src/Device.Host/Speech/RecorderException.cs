namespace Device.Host.Speech;

/// <summary>The recorder cannot do what was asked; the message is for the person who asked.</summary>
internal sealed class RecorderException(string message, Exception? inner = null) : Exception(message, inner);
