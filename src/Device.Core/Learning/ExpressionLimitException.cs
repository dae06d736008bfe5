namespace Device.Core.Learning;

/// <summary>An expression, or a number or polynomial that comes of it, is beyond the bounds that keep the work small.</summary>
/// <param name="message">What is too large.</param>
public sealed class ExpressionLimitException(string message) : Exception(message);
