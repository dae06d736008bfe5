using Device.Core.Ink;
using Device.Recognition.Models;

namespace Device.Recognition.Handwriting;

/// <summary>Strokes to ranked classes, many characters a run. One caller at a time.</summary>
internal sealed class CharacterReader : IDisposable
{
    /// <summary>How far the ink is turned for another look, in radians.</summary>
    private const float Turn = 0.09f;

    /// <summary>Logarithm of the probability from which one look is enough.</summary>
    private static readonly float Sure = MathF.Log(0.9f);

    private readonly CharacterNet _net;
    private readonly float[] _sum;
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
        _sum = new float[Labels.Length];
    }

    internal string[] Labels { get; }

    internal ScriptClasses Scripts { get; }

    internal int Batch => _net.Batch;

    /// <summary>What the writer's corrections taught.</summary>
    internal WriterProfile Profile { get; set; } = new();

    /// <summary>
    /// Reads one character. Where the network is not sure, it looks again at the ink turned a little to either side, and the mean of
    /// its scores counts.
    /// </summary>
    internal int Read(ReadOnlySpan<Stroke> strokes, ReadOnlySpan<int> members, InkScript script, Span<RankedClass> best)
    {
        Load(0, strokes, members);
        Run(1);
        var count = Rank(0, script, best, out _);
        if (count == 0 || best[0].LogProbability >= Sure)
        {
            return count;
        }

        var logits = _net.Logits(0);
        logits.CopyTo(_sum);
        for (var side = -1; side <= 1; side += 2)
        {
            Load(0, strokes, members, side * Turn);
            Run(1);
            Add(_sum, logits);
        }

        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = _sum[i] / 3;
        }

        return Rank(0, script, best, out _);
    }

    /// <summary>Puts a character into the next run.</summary>
    /// <param name="slot">Its place, 0 to <see cref="Batch"/> - 1.</param>
    /// <param name="strokes">All strokes.</param>
    /// <param name="members">Which of them, 1 to <see cref="DirectionMaps.MaxStrokes"/>, in the order of writing.</param>
    /// <param name="angle">Radians to turn it by.</param>
    internal void Load(int slot, ReadOnlySpan<Stroke> strokes, ReadOnlySpan<int> members, float angle = 0)
    {
        var (cos, sin) = (MathF.Cos(angle), MathF.Sin(angle));
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
                // Unturned ink stays as it is, bit for bit, even where it is not finite.
                _points[at++] = angle == 0 ? point.X : (cos * point.X) - (sin * point.Y);
                _points[at++] = angle == 0 ? point.Y : (sin * point.X) + (cos * point.Y);
            }
        }

        _extractor.Extract(_points.AsSpan(0, at), _lengths.AsSpan(0, members.Length), _net.Maps(slot));
    }

    /// <summary>Runs the network on the first <paramref name="count"/> characters and adds what the writer's profile says.</summary>
    internal void Run(int count)
    {
        _net.Run(count);
        if (Profile.Samples.Count == 0)
        {
            return;
        }

        for (var slot = 0; slot < count; slot++)
        {
            Profile.Adapt(_net.Embedding(slot), _net.Logits(slot));
        }
    }

    /// <summary>Teaches the profile that strokes are a character.</summary>
    /// <returns>Whether it was taken.</returns>
    internal bool Learn(ReadOnlySpan<Stroke> strokes, ReadOnlySpan<int> members, int @class)
    {
        Load(0, strokes, members);
        _net.Run(1);
        return Profile.Learn(@class, _net.Embedding(0), _net.Logits(0));
    }

    /// <summary>The best classes of a character of the last run.</summary>
    internal int Rank(int slot, InkScript script, Span<RankedClass> best, out float logSum) =>
        ClassRanking.Rank(_net.Logits(slot), Scripts.Of(script), Scripts.RejectClass, _temperature, best, out logSum);

    private static void Add(Span<float> sum, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += values[i];
        }
    }

    public void Dispose() => _net.Dispose();
}
