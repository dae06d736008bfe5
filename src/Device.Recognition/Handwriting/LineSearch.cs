namespace Device.Recognition.Handwriting;

/// <summary>One character of a path through the lattice.</summary>
/// <param name="Group">Its ink.</param>
/// <param name="Reading">Which of the group's readings.</param>
internal readonly record struct LineChoice(LineGroup Group, int Reading)
{
    internal RankedClass Class => Group.Read[Reading];
}

/// <summary>
/// Finds the best way to cut a line and to read every part: a beam over cuts, where a path's score is the sum of the
/// readings' weighted log probabilities, of how well each stands in the frame, of the gaps, of the sequence of kinds, and of
/// what the language model says. Paths that end alike for all that follows are one; without a language model these are
/// fewer than the beam, and the search is exact within the candidates. Time is linear in them.
/// </summary>
internal sealed class LineSearch(LineInk ink, List<LineGroup> groups, CharacterShape[] shapes, LineWeights weights, LineLanguage language)
{
    /// <summary>Paths kept at each cut.</summary>
    private const int Beam = 24;

    private readonly Path[] _paths = new Path[(ink.Pieces.Count + 1) * Beam];
    private readonly int[] _counts = new int[ink.Pieces.Count + 1];

    private LineFrame _frame;

    /// <summary>The best path in a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>The characters from left to right and the path's score; no characters when some ink has no reading.</returns>
    internal (List<LineChoice> Path, float Score) Best(LineFrame frame)
    {
        _frame = frame;
        Array.Clear(_counts);
        foreach (var group in groups)
        {
            Extend(group);
        }

        var (last, score) = BestEnd(ink.Pieces.Count);
        var path = new List<LineChoice>();
        for (var at = last; at >= 0; at = _paths[at].Before)
        {
            path.Add(_paths[at].Choice);
        }

        path.Reverse();
        return (path, score);
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

    /// <summary>What the language model adds for a class of a group after a state.</summary>
    internal float Language(LanguageState before, LineGroup group, int @class, out LanguageState after) =>
        language.Step(before, @class, IsApart(group), weights, out after);

    private bool IsApart(LineGroup group) => group.FirstPiece > 0 && ink.Gaps[group.FirstPiece] > weights.Space * _frame.Height;

    private void Extend(LineGroup group)
    {
        var gaps = (weights.Likeness * group.Likeness) + InnerGaps(group) + (group.EndPiece < ink.Pieces.Count ? Cut(group.EndPiece) : 0);
        for (var r = 0; r < group.Read.Length; r++)
        {
            var read = group.Read[r];
            var kind = shapes[read.Class].Kind;
            var own = Score(group, read) + gaps;
            if (group.FirstPiece == 0)
            {
                var score = own + (weights.Sequence * KindSequence.Start(kind)) + Language(LanguageState.Start, group, read.Class, out var after);
                Offer(group.EndPiece, new Path(score, new LineChoice(group, r), -1, kind, after));
            }

            var first = group.FirstPiece * Beam;
            for (var at = first; at < first + _counts[group.FirstPiece]; at++)
            {
                ref readonly var before = ref _paths[at];
                var score = before.Score + own + (weights.Sequence * KindSequence.Step(before.Kind, kind))
                    + Language(before.State, group, read.Class, out var after);
                Offer(group.EndPiece, new Path(score, new LineChoice(group, r), at, kind, after));
            }
        }
    }

    /// <summary>Keeps a path at a cut when it is better than the one that ends alike, or than the worst of a full beam.</summary>
    private void Offer(int piece, in Path path)
    {
        var beam = _paths.AsSpan(piece * Beam, Beam);
        var count = _counts[piece];
        if (count == Beam && path.Score <= beam[Beam - 1].Score)
        {
            return;
        }

        // The beam is ordered, best first; what ends alike is taken out before the path goes in.
        var hole = 0;
        while (hole < count && !(beam[hole].Kind == path.Kind && beam[hole].State == path.State))
        {
            hole++;
        }

        if (hole < count && beam[hole].Score >= path.Score)
        {
            return;
        }

        if (hole == count && count < Beam)
        {
            _counts[piece]++;
        }

        for (hole = Math.Min(hole, Beam - 1); hole > 0 && beam[hole - 1].Score < path.Score; hole--)
        {
            beam[hole] = beam[hole - 1];
        }

        beam[hole] = path;
    }

    private (int At, float Score) BestEnd(int piece)
    {
        var best = (At: -1, Score: float.NegativeInfinity);
        for (var at = piece * Beam; at < (piece * Beam) + _counts[piece]; at++)
        {
            var score = _paths[at].Score + language.End(_paths[at].State, weights);
            best = score > best.Score ? (at, score) : best;
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

    /// <summary>A way to read the ink up to a cut: its last character and the path before that.</summary>
    private readonly record struct Path(float Score, LineChoice Choice, int Before, CharacterKind Kind, LanguageState State);
}
