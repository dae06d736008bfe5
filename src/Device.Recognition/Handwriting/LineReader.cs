using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>
/// Reads a line of separate characters by over-segmentation: the ink is cut wherever a cut is thinkable, every group of
/// successive pieces is read by the network in batches, and the best path is searched twice or more, each time in a
/// frame of baseline and height fitted to the path before.
/// </summary>
internal sealed class LineReader(CharacterReader reader, LineWeights weights, LanguageModel? language = null)
{
    private const int Rounds = 3;

    private readonly CharacterShape[] _shapes = [.. reader.Labels.Select(CharacterShape.Of)];
    private readonly LineLanguage _language = new(reader.Labels, language);

    internal RecognizedLine Read(ReadOnlySpan<Stroke> strokes, InkScript script)
    {
        if (strokes.IsEmpty || reader.Scripts.Of(script).IsEmpty)
        {
            return new RecognizedLine("", 0, []);
        }

        return Read(Lattice(strokes, script), weights);
    }

    /// <summary>Cuts a line and has every part read. Of the weights only those of cutting count.</summary>
    internal LineLattice Lattice(ReadOnlySpan<Stroke> strokes, InkScript script)
    {
        var ink = LineInk.Of(strokes, weights.CutOverlap);
        var groups = LineGroup.Candidates(ink, weights.WidestGroup * ink.Frame.Height);
        ReadGroups(strokes, groups, script);
        return new LineLattice(ink, groups);
    }

    /// <summary>Finds the text of a lattice under weights, which need not be this reader's own.</summary>
    internal RecognizedLine Read(LineLattice lattice, LineWeights with)
    {
        var search = new LineSearch(lattice.Ink, lattice.Groups, _shapes, with, _language);
        var frame = lattice.Ink.Frame;
        var (path, _) = search.Best(frame);
        for (var round = 1; round < Rounds && path.Count > 0; round++)
        {
            frame = lattice.Ink.Frame.Fit([.. path.Select(c => (c.Group.Box, _shapes[c.Class.Class]))]);
            var (better, _) = search.Best(frame);
            var settled = better.SequenceEqual(path);
            path = better;
            if (settled)
            {
                break;
            }
        }

        return path.Count == 0
            ? new RecognizedLine("", 0, [])
            : new LineText(reader.Labels, _shapes, with).Compose(path, search, frame);
    }

    private void ReadGroups(ReadOnlySpan<Stroke> strokes, List<LineGroup> groups, InkScript script)
    {
        for (var first = 0; first < groups.Count; first += reader.Batch)
        {
            var count = Math.Min(reader.Batch, groups.Count - first);
            for (var i = 0; i < count; i++)
            {
                reader.Load(i, strokes, groups[first + i].Strokes);
            }

            reader.Run(count);
            for (var i = 0; i < count; i++)
            {
                groups[first + i].Take(reader, i, script);
            }
        }

        LineGroup.CentreLikeness(groups);
    }
}
