using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>
/// What else a line that was read may say: for every character its readings, so that a search finds ink whose best text is wrong.
/// Counts while the reading it belongs to shows. Probabilities are kept as sixteenths of a natural logarithm.
/// </summary>
/// <param name="Page">The page.</param>
/// <param name="Reading">The <see cref="LineRead"/> it belongs to.</param>
/// <param name="Characters">1 to <see cref="FactLimits.References"/> characters in the order of the text; strokes are places in the reading's list of strokes.</param>
public sealed record LineCandidates(FactId Page, FactId Reading, ImmutableArray<RecognizedCharacter> Characters) : FactBody
{
    /// <summary>Readings of one character.</summary>
    public const int MaxCandidates = 8;

    /// <summary>Strokes of one character.</summary>
    public const int MaxStrokes = 64;

    /// <summary>UTF-16 units of one reading.</summary>
    public const int MaxText = 16;

    private const float Steps = 16;

    /// <inheritdoc/>
    public override FactKind Kind => FactKind.LineCandidates;

    /// <summary>Makes the fact from what a recogniser read, within the limits: rounded, the least likely readings left out.</summary>
    /// <param name="page">The page.</param>
    /// <param name="reading">The reading's fact.</param>
    /// <param name="characters">The characters; strokes as places in the reading's list.</param>
    /// <returns>The fact, or null when there is no character or the line is too long.</returns>
    public static LineCandidates? Of(FactId page, FactId reading, IEnumerable<RecognizedCharacter> characters)
    {
        var kept = characters.Where(c => c.Candidates.Length > 0).Select(c => new RecognizedCharacter(
            [.. c.Candidates.Where(r => r.Text.Length is > 0 and <= MaxText).Take(MaxCandidates).Select(r => new InkCandidate(r.Text, Probability(Code(r.Probability))))],
            [.. c.Strokes.Take(MaxStrokes)])).Where(c => c.Candidates.Length > 0).ToImmutableArray();
        return kept.Length is > 0 and <= FactLimits.References ? new LineCandidates(page, reading, kept) : null;
    }

    /// <inheritdoc/>
    public bool Equals(LineCandidates? other) =>
        other is not null && Page == other.Page && Reading == other.Reading && Characters.Length == other.Characters.Length
        && Characters.Zip(other.Characters).All(p => p.First.Candidates.AsSpan().SequenceEqual(p.Second.Candidates.AsSpan()) && p.First.Strokes.AsSpan().SequenceEqual(p.Second.Strokes.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Page, Reading, Characters.Length);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Id(Reading);
        writer.Count(Characters.Length, 1, FactLimits.References, "characters");
        foreach (var character in Characters)
        {
            writer.Count(character.Strokes.Length, 0, MaxStrokes, "strokes");
            foreach (var stroke in character.Strokes)
            {
                writer.Count(stroke, 0, FactLimits.References - 1, "stroke");
            }

            writer.Count(character.Candidates.Length, 1, MaxCandidates, "candidates");
            foreach (var candidate in character.Candidates)
            {
                writer.Text(candidate.Text, MaxText, "candidate");
                writer.Byte(Code(candidate.Probability));
            }
        }
    }

    internal static LineCandidates Read(ref FactReader reader)
    {
        var (page, reading) = (reader.Id("page"), reader.Id("reading"));
        var characters = new RecognizedCharacter[reader.Count("characters", 1, FactLimits.References)];
        for (var i = 0; i < characters.Length; i++)
        {
            var strokes = new int[reader.Count("strokes", 0, MaxStrokes)];
            for (var s = 0; s < strokes.Length; s++)
            {
                strokes[s] = reader.Count("stroke", 0, FactLimits.References - 1);
            }

            var candidates = new InkCandidate[reader.Count("candidates", 1, MaxCandidates)];
            for (var c = 0; c < candidates.Length; c++)
            {
                candidates[c] = new InkCandidate(reader.Text("candidate", MaxText), Probability(reader.Byte("probability")));
            }

            characters[i] = new RecognizedCharacter([.. candidates], [.. strokes]);
        }

        return new LineCandidates(page, reading, [.. characters]);
    }

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page), Reading = names.Of(Reading) };

    private static byte Code(float probability) => (byte)Math.Clamp(MathF.Round(-MathF.Log(Math.Clamp(probability, 1e-9f, 1)) * Steps), 0, byte.MaxValue);

    private static float Probability(byte code) => MathF.Exp(-code / Steps);
}
