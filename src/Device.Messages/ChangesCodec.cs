using System.Buffers;
using Device.Core.Notebook;

namespace Device.Messages;

/// <summary>
/// Payload of <c>up/changes</c> and <c>down/changes</c>: one byte, the format's version (1), then facts one after
/// the other (<see cref="FactCodec"/>). Pure and thread-safe.
/// </summary>
public static class ChangesCodec
{
    private const byte FormatVersion = 1;

    /// <summary>Most facts of one message.</summary>
    public const int MaxFacts = 1_024;

    /// <summary>
    /// Puts as many facts as fit into one payload: at most <paramref name="maxBytes"/> and <see cref="MaxFacts"/>, but always
    /// the first.
    /// </summary>
    /// <param name="facts">Facts in order; at least one.</param>
    /// <param name="maxBytes">The smaller of the contract's limit and the broker's.</param>
    /// <param name="taken">How many facts are in the payload.</param>
    /// <returns>The payload. Larger than <paramref name="maxBytes"/> only when its single fact is.</returns>
    public static byte[] Write(IReadOnlyList<Fact> facts, int maxBytes, out int taken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(facts.Count);
        var output = new ArrayBufferWriter<byte>(1024);
        output.GetSpan(1)[0] = FormatVersion;
        output.Advance(1);
        var length = output.WrittenCount;
        taken = 0;
        while (taken < Math.Min(facts.Count, MaxFacts))
        {
            FactCodec.Write(facts[taken], output);
            if (taken > 0 && output.WrittenCount > maxBytes)
            {
                break;
            }

            length = output.WrittenCount;
            taken++;
        }

        return output.WrittenSpan[..length].ToArray();
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <returns>The facts in order; never empty.</returns>
    /// <exception cref="MessageFormatException">The payload is not a batch of facts; nothing of it counts.</exception>
    public static IReadOnlyList<Fact> Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2 || payload[0] != FormatVersion)
        {
            throw new MessageFormatException("payload", $"a batch of facts of format {FormatVersion} expected");
        }

        var facts = new List<Fact>();
        var rest = payload[1..];
        while (rest.Length > 0)
        {
            if (facts.Count == MaxFacts)
            {
                throw new MessageFormatException("payload", $"more than {MaxFacts} facts");
            }

            try
            {
                facts.Add(FactCodec.Read(rest, out var consumed));
                rest = rest[consumed..];
            }
            catch (FactFormatException e)
            {
                throw new MessageFormatException($"facts[{facts.Count}]", e.Message, e);
            }
        }

        return facts;
    }
}
