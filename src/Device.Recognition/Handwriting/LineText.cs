using System.Collections.Immutable;
using System.Text;
using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>From the path through a line to its text: candidates in context, spaces between words, the width of marks.</summary>
internal sealed class LineText(string[] labels, CharacterShape[] shapes, LineWeights weights)
{
    /// <summary>Least probability that is still worth telling.</summary>
    private const float Faint = 1e-4f;

    private static readonly RecognizedCharacter Space = new([new InkCandidate(" ", 1)], []);

    internal RecognizedLine Compose(List<LineChoice> path, LineSearch search, LineFrame frame)
    {
        var characters = ImmutableArray.CreateBuilder<RecognizedCharacter>(path.Count);
        var text = new StringBuilder();
        double log = 0;
        var state = LanguageState.Start;
        for (var i = 0; i < path.Count; i++)
        {
            if (i > 0 && IsSpace(path, i, frame))
            {
                characters.Add(Space);
                text.Append(' ');
            }

            var candidates = Candidates(path, i, search, state);
            search.Language(state, path[i].Group, path[i].Class.Class, out state);
            characters.Add(new RecognizedCharacter(candidates, [.. path[i].Group.Strokes]));
            text.Append(candidates[0].Text);
            log += Math.Log(Math.Max(candidates[0].Probability, 1e-12));
        }

        return new RecognizedLine(text.ToString(), (float)Math.Exp(log / path.Count), characters.ToImmutable());
    }

    /// <summary>
    /// The group's readings with everything that decided them: the neighbours stay as they were chosen, so that the
    /// chosen reading comes first.
    /// </summary>
    private ImmutableArray<InkCandidate> Candidates(List<LineChoice> path, int i, LineSearch search, LanguageState state)
    {
        var (group, chosen) = path[i];
        Span<float> score = stackalloc float[LineGroup.Readings];
        float mass = 0, sum = 0;
        for (var r = 0; r < group.Read.Length; r++)
        {
            var own = search.Score(group, group.Read[r]) + Neighbours(path, i, shapes[group.Read[r].Class].Kind);
            score[r] = (own + Language(path, i, search, state, group.Read[r].Class)) / search.Trust(group);
            mass += MathF.Exp(group.Read[r].LogProbability);
        }

        var top = score[chosen];
        for (var r = 0; r < group.Read.Length; r++)
        {
            score[r] = MathF.Exp(Math.Min(score[r] - top, 0));
            sum += score[r];
        }

        var asciiMarks = FollowsWestern(path, i);
        var candidates = new List<(InkCandidate Candidate, bool IsChosen)>(group.Read.Length);
        for (var r = 0; r < group.Read.Length; r++)
        {
            var p = score[r] / sum * Math.Min(mass, 1);
            if (r == chosen || p >= Faint)
            {
                var label = labels[group.Read[r].Class];
                candidates.Add((new InkCandidate(asciiMarks ? MarkWidths.Ascii(label) : label, p), r == chosen));
            }
        }

        return [.. candidates.OrderByDescending(c => c.Candidate.Probability).ThenByDescending(c => c.IsChosen).Select(c => c.Candidate)];
    }

    private float Neighbours(List<LineChoice> path, int i, CharacterKind kind)
    {
        var before = i == 0 ? KindSequence.Start(kind) : KindSequence.Step(KindOf(path[i - 1]), kind);
        var after = i + 1 == path.Count ? 0 : KindSequence.Step(kind, KindOf(path[i + 1]));
        return weights.Sequence * (before + after);
    }

    /// <summary>What the language model says of a class here and of the character after it.</summary>
    private static float Language(List<LineChoice> path, int i, LineSearch search, LanguageState state, int @class)
    {
        var here = search.Language(state, path[i].Group, @class, out var after);
        return i + 1 == path.Count ? here : here + search.Language(after, path[i + 1].Group, path[i + 1].Class.Class, out _);
    }

    private CharacterKind KindOf(LineChoice choice) => shapes[choice.Class.Class].Kind;

    /// <summary>Whether the nearest character before i that is no mark is a letter or a digit.</summary>
    private bool FollowsWestern(List<LineChoice> path, int i)
    {
        for (var k = i - 1; k >= 0; k--)
        {
            if (KindOf(path[k]) != CharacterKind.Mark)
            {
                return KindOf(path[k]) != CharacterKind.Han;
            }
        }

        return false;
    }

    /// <summary>Chinese is written without spaces, so a gap is one only where no Han character touches it.</summary>
    private bool IsSpace(List<LineChoice> path, int i, LineFrame frame)
    {
        if (KindOf(path[i - 1]) == CharacterKind.Han || KindOf(path[i]) == CharacterKind.Han)
        {
            return false;
        }

        return path[i].Group.Box.Left - path[i - 1].Group.Box.Right > weights.Space * frame.Height;
    }
}
