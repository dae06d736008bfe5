using Device.Recognition.Speech.Features;

namespace Device.Recognition.Speech.Keywords;

/// <summary>
/// The latest embeddings of sound that arrives in pieces of any length, one more every 80 ms. Allocates nothing after construction.
/// One caller at a time.
/// </summary>
public sealed class EmbeddingStream
{
    private readonly SpeechEmbedding _embedding;
    private readonly LogMelStream _mel = new();
    private readonly float[] _frames = new float[SpeechEmbedding.Window * LogMel.Bands];
    private readonly float[] _history;
    private int _held;
    private Action<EmbeddingStream>? _onEmbedding;

    /// <summary>Starts with no sound heard.</summary>
    /// <param name="embedding">The network; shared with others only if they take turns.</param>
    /// <param name="steps">Embeddings that are kept, 1 or more.</param>
    public EmbeddingStream(SpeechEmbedding embedding, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        _embedding = embedding;
        Steps = steps;
        _history = new float[steps * SpeechEmbedding.Length];
    }

    /// <summary>Embeddings that are kept.</summary>
    public int Steps { get; }

    /// <summary>Embeddings computed since the start.</summary>
    public long Count { get; private set; }

    /// <summary>The last <see cref="Steps"/> embeddings, the newest last; zeros where fewer have been computed.</summary>
    public ReadOnlySpan<float> Latest => _history;

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono, -1 to 1, <see cref="LogMel.SampleRate"/>; any number.</param>
    /// <param name="onEmbedding">Called after each new embedding, in order; keep the delegate to allocate nothing.</param>
    public void Push(ReadOnlySpan<float> samples, Action<EmbeddingStream> onEmbedding)
    {
        _onEmbedding = onEmbedding;
        _mel.Push(samples, this, static (features, self) => self.Take(features));
    }

    /// <summary>Forgets what was heard.</summary>
    public void Reset()
    {
        _mel.Reset();
        _held = 0;
        Count = 0;
        _history.AsSpan().Clear();
    }

    private void Take(ReadOnlySpan<float> features)
    {
        features.CopyTo(_frames.AsSpan(_held * LogMel.Bands));
        if (++_held < SpeechEmbedding.Window)
        {
            return;
        }

        _history.AsSpan(SpeechEmbedding.Length).CopyTo(_history);
        _embedding.Embed(_frames, _history.AsSpan(_history.Length - SpeechEmbedding.Length));
        _frames.AsSpan(SpeechEmbedding.Step * LogMel.Bands).CopyTo(_frames);
        _held -= SpeechEmbedding.Step;
        Count++;
        _onEmbedding!(this);
    }
}
