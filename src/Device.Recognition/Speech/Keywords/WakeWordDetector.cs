using System.Numerics.Tensors;

namespace Device.Recognition.Speech.Keywords;

/// <summary>
/// Listens for wake words in sound that never ends: a score every 80 ms, and a wake when a label stays above its threshold for
/// several scores in succession. Allocates nothing per sample. One caller at a time.
/// </summary>
public sealed class WakeWordDetector
{
    private readonly EmbeddingStream _stream;
    private readonly KeywordHead _head;
    private readonly WakeWordOptions _options;
    private readonly float[] _probabilities;
    private readonly int _reject;
    private readonly Action<EmbeddingStream> _score;
    private Action<string>? _onWake;
    private int _label = -1;
    private int _crossings;
    private long _quietUntil;

    /// <summary>Listens with a head.</summary>
    /// <param name="embedding">The frozen embedding.</param>
    /// <param name="head">A head with the label <see cref="KeywordRecognizer.Reject"/> for what wakes nobody.</param>
    /// <param name="options">When to wake; null for the defaults.</param>
    /// <exception cref="ArgumentException">The head has no such label.</exception>
    public WakeWordDetector(SpeechEmbedding embedding, KeywordHead head, WakeWordOptions? options = null)
    {
        _options = options ?? new WakeWordOptions();
        _options.Validate();
        _head = head;
        _stream = new EmbeddingStream(embedding, head.Steps);
        _probabilities = new float[head.Labels.Count];
        _reject = head.Labels.ToList().IndexOf(KeywordRecognizer.Reject);
        _score = Score;
        if (_reject < 0)
        {
            throw new ArgumentException($"{head.Model}: no label '{KeywordRecognizer.Reject}', expected among {string.Join(", ", head.Labels)}", nameof(head));
        }
    }

    /// <summary>The highest probability of a wake word at the last score, 0 to 1.</summary>
    public float Latest { get; private set; }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono, -1 to 1, 16 kHz; any number.</param>
    /// <param name="onWake">Called with the wake word's label, once for each time it is said; keep the delegate to allocate nothing.</param>
    public void Push(ReadOnlySpan<float> samples, Action<string> onWake)
    {
        _onWake = onWake;
        _stream.Push(samples, _score);
    }

    /// <summary>Forgets what was heard, as after a gap.</summary>
    public void Reset()
    {
        _stream.Reset();
        (_label, _crossings, _quietUntil, Latest) = (-1, 0, 0, 0);
    }

    private void Score(EmbeddingStream stream)
    {
        // Until the window is full of sound the scores mean nothing.
        if (stream.Count < stream.Steps)
        {
            return;
        }

        _head.Classify(stream.Latest, _probabilities);
        _probabilities[_reject] = -1;
        var best = TensorPrimitives.IndexOfMax(_probabilities);
        Latest = _probabilities[best];
        _crossings = Latest < _options.Threshold ? 0 : best == _label ? _crossings + 1 : 1;
        _label = best;
        if (_crossings >= _options.Crossings && stream.Count >= _quietUntil)
        {
            _quietUntil = stream.Count + _options.QuietSteps;
            _crossings = 0;
            _onWake!(_head.Labels[best]);
        }
    }
}
