using System.Buffers.Binary;

namespace Device.Recognition.Handwriting;

/// <summary>
/// Where the sections of a language model file begin (docs/formats/language-model.md), and the check that every index in
/// them stays within the file. Little-endian, as all machines the service runs on are.
/// </summary>
internal sealed class LanguageModelLayout
{
    internal const int MostBytes = 64 * 1024 * 1024;

    private const int HeaderBytes = 64;
    private const int MostCharacters = ushort.MaxValue;
    private const int MostEntries = 8_000_000;

    private int _end = HeaderBytes;

    private LanguageModelLayout()
    {
    }

    internal int CharacterCount { get; private init; }

    internal float Step { get; private init; }

    internal float PairBackOff { get; private init; }

    internal float TripleBackOff { get; private init; }

    internal float Unknown { get; private init; }

    internal float HanMiddle { get; private init; }

    internal float LetterMiddle { get; private init; }

    internal int Characters { get; private set; }

    internal int LogOfCharacter { get; private set; }

    internal int FirstPair { get; private set; }

    internal int NextOfPair { get; private set; }

    internal int LogOfPair { get; private set; }

    internal int FirstTriple { get; private set; }

    internal int NextOfTriple { get; private set; }

    internal int LogOfTriple { get; private set; }

    internal int Letters { get; private set; }

    internal int LogOfNode { get; private set; }

    internal int FirstChild { get; private set; }

    /// <exception cref="InvalidDataException">Something is not as the format says.</exception>
    internal static LanguageModelLayout Read(ReadOnlySpan<byte> content)
    {
        if (content.Length < HeaderBytes || !content[..8].SequenceEqual("DVNGRAM1"u8))
        {
            throw new InvalidDataException("no language model: expected a header of 64 bytes that begins with DVNGRAM1");
        }

        var characters = Count(content, 8, "characters", MostCharacters);
        var pairs = Count(content, 12, "pairs", MostEntries);
        var triples = Count(content, 16, "triples", MostEntries);
        var nodes = Count(content, 20, "letters", MostEntries);
        var layout = new LanguageModelLayout
        {
            CharacterCount = characters,
            Step = Number(content, 24, "step", 0.001f, 1),
            PairBackOff = Number(content, 28, "back-off of pairs", -20, 0),
            TripleBackOff = Number(content, 32, "back-off of triples", -20, 0),
            Unknown = Number(content, 36, "unknown character", -50, 0),
            HanMiddle = Number(content, 40, "middle of Han characters", 0, 20),
            LetterMiddle = Number(content, 44, "middle of letters", 0, 20),
        };
        layout.Place(characters, pairs, triples, nodes, content.Length);
        layout.Check(content, characters, pairs, triples, nodes);
        return layout;
    }

    private void Place(int characters, int pairs, int triples, int nodes, int length)
    {
        Characters = Section(2L * characters);
        LogOfCharacter = Section(characters);
        FirstPair = Section(4L * (characters + 1));
        NextOfPair = Section(2L * pairs);
        LogOfPair = Section(pairs);
        FirstTriple = Section(4L * (pairs + 1));
        NextOfTriple = Section(2L * triples);
        LogOfTriple = Section(triples);
        Letters = Section(nodes);
        LogOfNode = Section(nodes);
        FirstChild = Section(4L * (nodes + 1));
        if (_end != length)
        {
            throw new InvalidDataException($"{length} bytes, expected {_end} by the counts in the header");
        }
    }

    private int Section(long bytes)
    {
        var at = _end;
        _end = (int)Math.Min(at + ((bytes + 3) & ~3L), int.MaxValue & ~3); // counts are bounded: it stays far below
        return at;
    }

    private void Check(ReadOnlySpan<byte> content, int characters, int pairs, int triples, int nodes)
    {
        CheckAscending(content, Characters, 0, characters, char.MaxValue, "characters");
        CheckContexts(content, FirstPair, characters, pairs, NextOfPair, characters, "pairs");
        CheckContexts(content, FirstTriple, pairs, triples, NextOfTriple, characters, "triples");
        if (nodes < 1)
        {
            throw new InvalidDataException("letters: none, expected a root");
        }

        // Children come after their parent and in one run, so that no walk can go round.
        var last = 1;
        for (var node = 0; node <= nodes; node++)
        {
            var first = Int(content, FirstChild, node);
            if (first < last || first > nodes || (first <= node && first != nodes))
            {
                throw new InvalidDataException($"letters: the children of node {node} begin at {first}, expected {last} to {nodes} and after the node");
            }

            for (var i = last + 1; node > 0 && i < first; i++)
            {
                if (content[Letters + i - 1] >= content[Letters + i])
                {
                    throw new InvalidDataException($"letters: node {i} does not ascend among the children of node {node - 1}, ascending letters expected");
                }
            }

            last = first;
        }

        if (Int(content, FirstChild, 0) != 1 || last != nodes)
        {
            throw new InvalidDataException($"letters: children from {Int(content, FirstChild, 0)} to {last}, expected 1 to {nodes}");
        }
    }

    private static void CheckContexts(ReadOnlySpan<byte> content, int firsts, int contexts, int entries, int nexts, int characters, string name)
    {
        var last = 0;
        for (var i = 0; i <= contexts; i++)
        {
            var first = Int(content, firsts, i);
            if (first < last || first > entries || (i == 0 && first != 0) || (i == contexts && first != entries))
            {
                throw new InvalidDataException($"{name}: context {i} begins at {first}, expected {last} to {entries}");
            }

            if (i > 0)
            {
                CheckAscending(content, nexts, last, first, characters - 1, name);
            }

            last = first;
        }
    }

    private static void CheckAscending(ReadOnlySpan<byte> content, int section, int from, int to, int most, string name)
    {
        var last = -1;
        for (var i = from; i < to; i++)
        {
            int value = BinaryPrimitives.ReadUInt16LittleEndian(content[(section + (2 * i))..]);
            if (value <= last || value > most)
            {
                throw new InvalidDataException($"{name}: entry {i} is {value}, expected {last + 1} to {most}");
            }

            last = value;
        }
    }

    private static int Count(ReadOnlySpan<byte> content, int at, string name, int most)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(content[at..]);
        return value <= most ? (int)value : throw new InvalidDataException($"{name}: {value}, expected at most {most}");
    }

    private static float Number(ReadOnlySpan<byte> content, int at, string name, float least, float most)
    {
        var value = BinaryPrimitives.ReadSingleLittleEndian(content[at..]);
        return value >= least && value <= most ? value : throw new InvalidDataException(FormattableString.Invariant($"{name}: {value}, expected {least} to {most}"));
    }

    private static int Int(ReadOnlySpan<byte> content, int section, int index) => BinaryPrimitives.ReadInt32LittleEndian(content[(section + (4 * index))..]);
}
