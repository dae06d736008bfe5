namespace Device.Messages;

/// <summary>A message breaks the contract. The text names the topic or field, the value and what was expected; it holds no user's words.</summary>
public sealed class MessageFormatException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="field">The field, or "topic" or "payload".</param>
    /// <param name="problem">The value and what was expected.</param>
    /// <param name="inner">What the parser said.</param>
    public MessageFormatException(string field, string problem, Exception? inner = null)
        : base($"{field}: {problem}", inner) => Field = field;

    /// <summary>The field.</summary>
    public string Field { get; }
}
