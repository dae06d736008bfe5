namespace Spark.Gateway.Chat.Wire;

/// <summary>Counts the text of one reply against its limit. One reader at a time.</summary>
/// <param name="limit">Characters allowed, 1 or more.</param>
internal sealed class ReplySize(int limit)
{
    private int _characters;

    /// <summary>Makes a part of a text that may be missing.</summary>
    /// <returns>The part, or null where there is no text.</returns>
    /// <exception cref="SparkException">The reply is longer than allowed.</exception>
    public SparkPart? Part(SparkPartKind kind, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        _characters += text.Length;
        return _characters <= limit
            ? new SparkPart(kind, text)
            : throw new SparkException(new SparkError(SparkErrorKind.TooLong, 0, $"The reply is longer than {limit} characters."));
    }
}
