namespace Device.Recognition.Handwriting;

/// <summary>One character of a path through the lattice.</summary>
/// <param name="Group">Its ink.</param>
/// <param name="Reading">Which of the group's readings.</param>
internal readonly record struct LineChoice(LineGroup Group, int Reading)
{
    internal RankedClass Class => Group.Read[Reading];
}

/// <summary>
/// Finds the best way to cut a line and to read every part: Viterbi over cuts, where a path's score is the sum of the
/// readings' weighted log probabilities, of how well each stands in the frame, of the gaps, and of the sequence of kinds.
/// Exact within the candidates; time is linear in them.
/// </summary>
internal sealed class LineSearch(LineInk ink, List<LineGroup> groups, CharacterShape[] shapes, LineWeights weights)
{
    /// <summary>Best score of a path that ends at a piece with a kind, and the character it ends with.</summary>
    private readonly (float Score, LineChoice Choice, int Before)[] _ends =
        new (float, LineChoice, int)[(ink.Pieces.Count + 1) * KindSequence.Kinds];

    private LineFrame _frame;

    /// <summary>The best path in a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>The characters from left to right and the path's score; no characters when some ink has no reading.</returns>
    internal (List<LineChoice> Path, float Score) Best(LineFrame frame)
    {
        _frame = frame;
        Array.Fill(_ends, (float.NegativeInfinity, default, -1));
        foreach (var group in groups)
        {
            Extend(group);
        }

        var last = BestEnd(ink.Pieces.Count);
        var path = new List<LineChoice>();
        if (last < 0)
        {
            return (path, float.NegativeInfinity);
        }

        for (var at = last; at >= 0; at = _ends[at].Before)
        {
            path.Add(_ends[at].Choice);
        }

        path.Reverse();
        return (path, _ends[last].Score);
    }

    /// <summary>What a reading scores in the frame of the last search, apart from its neighbours and gaps.</summary>
    internal float Score(LineGroup group, RankedClass read)
    {
        ref readonly var shape = ref shapes[read.Class];
        var box = group.Box;
        var place = shape.Place(_frame.Above(box.CentreX, box.Bottom), _frame.Above(box.CentreX, box.Top));
        var width = shape.WidthOf(box.Width / _frame.Height);
        var bonus = shape.Kind == CharacterKind.Han ? weights.Han : weights.Western;
        return bonus + (Trust(group) * read.LogProbability) + (weights.Place * place) + (weights.Width * width);
    }

    /// <summary>How much a group's log probability counts.</summary>
    internal float Trust(LineGroup group) => weights.PerCharacter + (weights.PerStroke * group.Strokes.Length);

    private void Extend(LineGroup group)
    {
        var gaps = (weights.Likeness * group.Likeness) + InnerGaps(group) + (group.EndPiece < ink.Pieces.Count ? Cut(group.EndPiece) : 0);
        for (var r = 0; r < group.Read.Length; r++)
        {
            var read = group.Read[r];
            var kind = shapes[read.Class].Kind;
            var (before, score) = BestBefore(group.FirstPiece, kind);
            score += Score(group, read) + gaps;
            ref var end = ref _ends[(group.EndPiece * KindSequence.Kinds) + (int)kind];
            if (score > end.Score)
            {
                end = (score, new LineChoice(group, r), before);
            }
        }
    }

    private (int Before, float Score) BestBefore(int piece, CharacterKind kind)
    {
        if (piece == 0)
        {
            return (-1, weights.Sequence * KindSequence.Start(kind));
        }

        var best = (Before: -1, Score: float.NegativeInfinity);
        for (var k = 0; k < KindSequence.Kinds; k++)
        {
            var at = (piece * KindSequence.Kinds) + k;
            var score = _ends[at].Score + (weights.Sequence * KindSequence.Step((CharacterKind)k, kind));
            if (score > best.Score)
            {
                best = (at, score);
            }
        }

        return best;
    }

    private int BestEnd(int piece)
    {
        var best = -1;
        for (var k = 0; k < KindSequence.Kinds; k++)
        {
            var at = (piece * KindSequence.Kinds) + k;
            if (_ends[at].Score > (best < 0 ? float.NegativeInfinity : _ends[best].Score))
            {
                best = at;
            }
        }

        return best;
    }

    private float InnerGaps(LineGroup group)
    {
        var sum = 0f;
        for (var p = group.FirstPiece + 1; p < group.EndPiece; p++)
        {
            sum -= Cut(p);
        }

        return sum;
    }

    /// <summary>Half the log odds of a cut before a piece, by the free space there.</summary>
    private float Cut(int piece) =>
        0.5f * Math.Clamp(weights.Gap * ((ink.Gaps[piece] / _frame.Height) - weights.GapMiddle), -weights.GapLimit, weights.GapLimit);
}
