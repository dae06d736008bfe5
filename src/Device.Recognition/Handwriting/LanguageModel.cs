using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Device.Recognition.Models;

namespace Device.Recognition.Handwriting;

/// <summary>
/// How likely a Han character is after the two before it (trigrams, interpolated, one byte a logarithm) and a letter after
/// the letters before it in its word (a tree of English words). Read from a bundle of kind <see cref="BundleKind"/>
/// (docs/formats/language-model.md) into one flat array. Immutable; safe from any thread.
/// </summary>
public sealed class LanguageModel
{
    /// <summary>The kind of bundle this reads.</summary>
    public const string BundleKind = "language-ngram";

    private const string File = "language.ngram";

    /// <summary>A letter of a word that is not in the tree: any of 26.</summary>
    private const float AnyLetter = -3.26f;

    /// <summary>What leaving the tree costs: names and pinyin are words too.</summary>
    private const float Stray = -3f;

    private readonly byte[] _content;
    private readonly LanguageModelLayout _at;

    private LanguageModel(byte[] content, LanguageModelLayout layout) => (_content, _at) = (content, layout);

    /// <summary>Usual logarithm of a Han character in running text, below 0.</summary>
    internal float MiddleOfHan => -_at.HanMiddle;

    /// <summary>Usual logarithm of a letter in running text, below 0.</summary>
    internal float MiddleOfLetter => -_at.LetterMiddle;

    /// <summary>Bytes held in memory.</summary>
    public long Bytes => _content.Length;

    /// <summary>Loads a bundle.</summary>
    /// <param name="bundle">A bundle whose files have been checked.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelBundleException">The bundle is of another kind, or its file is not as the format says.</exception>
    public static LanguageModel Open(ModelBundle bundle)
    {
        if (bundle.Manifest.Kind != BundleKind)
        {
            throw new ModelBundleException(bundle.Directory, "manifest.json", $"kind: '{bundle.Manifest.Kind}', expected '{BundleKind}'");
        }

        if (bundle.LengthOf(File) > LanguageModelLayout.MostBytes)
        {
            throw new ModelBundleException(bundle.Directory, File, $"{bundle.LengthOf(File)} bytes, expected at most {LanguageModelLayout.MostBytes}");
        }

        try
        {
            return Parse(bundle.Read(File));
        }
        catch (InvalidDataException e)
        {
            throw new ModelBundleException(bundle.Directory, File, e.Message, e);
        }
    }

    /// <summary>Takes a file's content over and checks every count, offset and order in it.</summary>
    /// <exception cref="InvalidDataException">Something is not as the format says.</exception>
    internal static LanguageModel Parse(byte[] content) => new(content, LanguageModelLayout.Read(content));

    /// <summary>The place of a Han character in the model, or -1.</summary>
    internal int IndexOf(int codePoint)
    {
        var at = codePoint > char.MaxValue ? -1 : Shorts(_at.Characters, _at.CharacterCount).BinarySearch((ushort)codePoint);
        return Math.Max(at, -1);
    }

    /// <summary>The logarithm of a Han character's probability. States go by value: one variable may be both of them.</summary>
    /// <param name="before">What stands before it.</param>
    /// <param name="character">Its place in the model, or -1 for one the model does not know.</param>
    /// <param name="after">What stands before the next character.</param>
    internal float Han(LanguageState before, int character, out LanguageState after)
    {
        if (character < 0)
        {
            after = LanguageState.Start;
            return _at.Unknown;
        }

        var pair = before.Character < 0 ? -1 : Find(_at.FirstPair, _at.NextOfPair, before.Character, character);
        after = new LanguageState(character, pair, 0);
        var triple = before.Pair < 0 ? -1 : Find(_at.FirstTriple, _at.NextOfTriple, before.Pair, character);
        if (triple >= 0)
        {
            return Log(_at.LogOfTriple + triple);
        }

        var backOff = before.Pair >= 0 && Int(_at.FirstTriple, before.Pair) < Int(_at.FirstTriple, before.Pair + 1) ? _at.TripleBackOff : 0;
        if (pair >= 0)
        {
            return backOff + Log(_at.LogOfPair + pair);
        }

        return backOff + (before.Character >= 0 ? _at.PairBackOff : 0) + Log(_at.LogOfCharacter + character);
    }

    /// <summary>The logarithm of a letter's probability.</summary>
    /// <param name="before">What stands before it.</param>
    /// <param name="letter">a to z.</param>
    /// <param name="after">What stands before the next character.</param>
    internal float Letter(LanguageState before, byte letter, out LanguageState after)
    {
        if (before.Node >= 0)
        {
            var child = Child(before.Node, letter);
            if (child >= 0)
            {
                after = new LanguageState(-1, -1, child);
                return Log(_at.LogOfNode + child);
            }
        }

        after = new LanguageState(-1, -1, -1);
        return before.Node < 0 ? AnyLetter : AnyLetter + Stray;
    }

    /// <summary>The logarithm of the probability that the word ends here; 0 between words.</summary>
    internal float EndOfWord(LanguageState state)
    {
        if (state.Node <= 0)
        {
            return 0;
        }

        var end = Child(state.Node, 0);
        return end < 0 ? Stray : Log(_at.LogOfNode + end);
    }

    private int Child(int node, byte letter)
    {
        var first = Int(_at.FirstChild, node);
        var at = _content.AsSpan(_at.Letters + first, Int(_at.FirstChild, node + 1) - first).BinarySearch(letter);
        return at < 0 ? -1 : first + at;
    }

    private int Find(int firsts, int nexts, int context, int character)
    {
        var first = Int(firsts, context);
        var at = Shorts(nexts + (2 * first), Int(firsts, context + 1) - first).BinarySearch((ushort)character);
        return at < 0 ? -1 : first + at;
    }

    private float Log(int at) => -_at.Step * _content[at];

    private int Int(int section, int index) => BinaryPrimitives.ReadInt32LittleEndian(_content.AsSpan(section + (4 * index)));

    private ReadOnlySpan<ushort> Shorts(int at, int count) => MemoryMarshal.Cast<byte, ushort>(_content.AsSpan(at, 2 * count));
}
