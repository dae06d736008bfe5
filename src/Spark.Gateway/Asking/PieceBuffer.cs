using System.Text;
using Device.Core.Notebook;
using Spark.Gateway.Chat;

namespace Spark.Gateway.Asking;

/// <summary>
/// Gathers text between two pieces and keeps an answer to the length that a machine can store. One user at a time.
/// </summary>
/// <param name="pieceCharacters">Characters of a piece, 1 or more.</param>
internal sealed class PieceBuffer(int pieceCharacters)
{
    private readonly StringBuilder _answer = new();
    private readonly StringBuilder _reasoning = new();
    private int _answerRoom = FactLimits.TextLength;
    private int _reasoningRoom = FactLimits.TextLength;

    public bool IsEmpty => _answer.Length + _reasoning.Length == 0;

    /// <summary>Whether there is enough for a piece.</summary>
    public bool IsFull => _answer.Length + _reasoning.Length >= pieceCharacters;

    /// <summary>Takes text of a part.</summary>
    /// <returns>False when the answer has reached its length and the rest of it is lost. Thinking beyond it is left out silently.</returns>
    public bool Add(SparkPart part)
    {
        if (part.Kind == SparkPartKind.Reasoning)
        {
            Append(_reasoning, part.Text, ref _reasoningRoom);
            return true;
        }

        return Append(_answer, part.Text, ref _answerRoom);
    }

    /// <summary>Takes out the next piece, thinking before answer.</summary>
    public Piece Take()
    {
        var reasoning = Take(_reasoning, pieceCharacters);
        return new Piece(Take(_answer, pieceCharacters - reasoning.Length), reasoning);
    }

    private static bool Append(StringBuilder buffer, string text, ref int room)
    {
        var length = Whole(text.AsSpan(), room);
        buffer.Append(text.AsSpan(0, length));
        // A text that does not fit ends for good: later, shorter text would follow a gap.
        room = length < text.Length ? 0 : room - length;
        return length == text.Length;
    }

    private static string Take(StringBuilder buffer, int limit)
    {
        var text = buffer.ToString();
        var length = Whole(text, limit);
        buffer.Remove(0, length);
        return text[..length];
    }

    // Never half a surrogate pair, unless a piece had room for nothing else.
    private static int Whole(ReadOnlySpan<char> text, int limit)
    {
        var length = Math.Min(text.Length, limit);
        return length > 1 && length < text.Length && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
    }
}
