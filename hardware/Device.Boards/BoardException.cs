namespace Device.Boards;

/// <summary>A board profile cannot be used. The message names the file, the field, the value and what was expected.</summary>
/// <param name="message">The message.</param>
/// <param name="inner">What the parser said.</param>
public sealed class BoardException(string message, Exception? inner = null) : Exception(message, inner);
