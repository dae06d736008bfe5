using System.Collections.Immutable;
using System.Text;
using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>Which classes of a model belong to which script, decided by the labels' code points.</summary>
internal sealed class ScriptClasses
{
    /// <summary>The label of ink that is no character.</summary>
    internal const string Reject = "<reject>";

    /// <summary>Marks of school mathematics beyond the Unicode category of mathematical symbols.</summary>
    private const string MathematicalMarks = "-*/()[]{}.,!%^'\"°·′″‰℃⌒…∞∠△∴∵（）｛｝，：－";

    private readonly ImmutableArray<int>[] _byScript;

    internal ScriptClasses(IReadOnlyList<string> labels)
    {
        _byScript =
        [
            .. Enum.GetValues<InkScript>().Order().Select(script =>
                Enumerable.Range(0, labels.Count).Where(i => Contains(script, labels[i])).ToImmutableArray()),
        ];
        RejectClass = Enumerable.Range(0, labels.Count).FirstOrDefault(i => labels[i] == Reject, -1);
    }

    /// <summary>The class of ink that is no character, or -1.</summary>
    internal int RejectClass { get; }

    /// <summary>The classes that may answer, without the reject class, ascending; empty when the model has none of the script.</summary>
    internal ReadOnlySpan<int> Of(InkScript script) => _byScript[(int)script].AsSpan();

    internal static bool Contains(InkScript script, string label)
    {
        if (label == Reject || !Rune.TryGetRuneAt(label, 0, out var rune))
        {
            return false;
        }

        return script switch
        {
            InkScript.Any => true,
            InkScript.Han => IsHan(rune.Value),
            InkScript.Latin => IsLatin(rune.Value),
            InkScript.Greek => IsGreek(rune.Value),
            InkScript.Digits => IsDigit(rune.Value),
            InkScript.Mathematics => IsDigit(rune.Value) || IsLatin(rune.Value) || IsGreek(rune.Value)
                || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.MathSymbol
                || MathematicalMarks.Contains(label, StringComparison.Ordinal),
            _ => throw new ArgumentOutOfRangeException(nameof(script), script, "expected a known script"),
        };
    }

    internal static bool IsHan(int c) => c is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or 0x3007 or 0x3005;

    internal static bool IsLatin(int c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    internal static bool IsGreek(int c) => c is >= 0x0391 and <= 0x03C9;

    internal static bool IsDigit(int c) => c is >= '0' and <= '9';
}
