using Device.Core.Ink;
using Device.Recognition.Models;

namespace Device.Recognition.Handwriting;

/// <summary>Strokes to ranked classes, many characters a run. One caller at a time.</summary>
internal sealed class CharacterReader : IDisposable
{
    private readonly CharacterNet _net;
    private readonly DirectionMapExtractor _extractor = new();
    private readonly float _temperature;
    private readonly int[] _lengths = new int[DirectionMaps.MaxStrokes];
    private float[] _points = new float[2 * DirectionMaps.MaxPoints];

    internal CharacterReader(ModelBundle bundle, InkRecognizerOptions options)
    {
        Labels = bundle.ReadLabels();
        Scripts = new ScriptClasses(Labels);
        _temperature = bundle.Manifest.Temperature;
        _net = new CharacterNet(bundle, Labels.Length, options.Batch, options.Threads);
    }

    internal string[] Labels { get; }

    internal ScriptClasses Scripts { get; }

    internal int Batch => _net.Batch;

    /// <summary>Puts a character into the next run.</summary>
    /// <param name="slot">Its place, 0 to <see cref="Batch"/> - 1.</param>
    /// <param name="strokes">All strokes.</param>
    /// <param name="members">Which of them, 1 to <see cref="DirectionMaps.MaxStrokes"/>, in the order of writing.</param>
    internal void Load(int slot, ReadOnlySpan<Stroke> strokes, ReadOnlySpan<int> members)
    {
        var total = 0;
        foreach (var i in members)
        {
            total += strokes[i].Points.Length;
        }

        if (_points.Length < 2 * total)
        {
            _points = new float[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(2 * total))];
        }

        var at = 0;
        for (var k = 0; k < members.Length; k++)
        {
            var points = strokes[members[k]].Points.AsSpan();
            _lengths[k] = points.Length;
            foreach (ref readonly var point in points)
            {
                _points[at++] = point.X;
                _points[at++] = point.Y;
            }
        }

        _extractor.Extract(_points.AsSpan(0, at), _lengths.AsSpan(0, members.Length), _net.Maps(slot));
    }

    /// <summary>Runs the network on the first <paramref name="count"/> characters.</summary>
    internal void Run(int count) => _net.Run(count);

    /// <summary>The best classes of a character of the last run.</summary>
    internal int Rank(int slot, InkScript script, Span<RankedClass> best, out float logSum) =>
        ClassRanking.Rank(_net.Logits(slot), Scripts.Of(script), Scripts.RejectClass, _temperature, best, out logSum);

    public void Dispose() => _net.Dispose();
}
