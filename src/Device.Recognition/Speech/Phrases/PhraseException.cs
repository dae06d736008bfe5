namespace Device.Recognition.Speech.Phrases;

/// <summary>Takes that make no phrase, or a file that holds none; the message says what was found and what was expected.</summary>
public sealed class PhraseException : FormatException
{
    /// <summary>Without a message of its own.</summary>
    public PhraseException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    /// <param name="message">For a person.</param>
    public PhraseException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and what it came from.</summary>
    /// <param name="message">For a person.</param>
    /// <param name="innerException">The cause.</param>
    public PhraseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
