using Device.Core.Ink;
using Device.Core.Learning;

namespace Device.Recognition.Mathematics;

/// <summary>
/// Measures a reader of mathematics on labelled ink: how often its LaTeX is the label sign for sign (spelling of signs and spaces
/// aside), for each kind of expression, which the composer writes as the writer. Not thread-safe.
/// </summary>
/// <param name="reader">The reader.</param>
/// <param name="time">Measures how long a reading takes.</param>
public sealed class MathEvaluation(MathReader reader, TimeProvider time)
{
    private readonly List<MathSample> _samples = [];

    /// <summary>What was read, in the order of adding.</summary>
    public IReadOnlyList<MathSample> Samples => _samples;

    /// <summary>Reads a sample; the first is read twice, so that the compiler's time is not the reader's.</summary>
    /// <param name="ink">Of kind <see cref="InkKind.Mathematics"/> with a label; any other is passed over.</param>
    /// <returns>Whether it counts.</returns>
    public bool Add(LabelledInk ink)
    {
        if (ink.Kind != InkKind.Mathematics || ink.Label.Length == 0)
        {
            return false;
        }

        if (_samples.Count == 0)
        {
            reader.Read(ink.Strokes.AsSpan());
        }

        var start = time.GetTimestamp();
        var read = reader.Read(ink.Strokes.AsSpan());
        var milliseconds = time.GetElapsedTime(start).TotalMilliseconds;
        _samples.Add(new MathSample(ink.Writer ?? "", ink.Label, read, IsSame(read.Latex, ink.Label), milliseconds));
        return true;
    }

    /// <summary>How many were read right, by kind in alphabetical order.</summary>
    /// <returns>Kind, right, all.</returns>
    public IReadOnlyList<(string Kind, int Right, int Samples)> ByKind() =>
        [.. _samples.GroupBy(s => s.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count(s => s.IsRight), g.Count()))];

    private static bool IsSame(string read, string label)
    {
        try
        {
            return LatexReader.Normalise(read) == LatexReader.Normalise(label);
        }
        catch (LatexFormatException)
        {
            return read == label;
        }
    }
}
