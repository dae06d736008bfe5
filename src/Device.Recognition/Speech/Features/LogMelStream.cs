namespace Device.Recognition.Speech.Features;

/// <summary>
/// Log-mel frames of sound that arrives in pieces of any length, exactly those that <see cref="LogMel.Frames"/> gives for the whole.
/// Allocates nothing after construction. One caller at a time.
/// </summary>
public sealed class LogMelStream
{
    private readonly LogMel _mel = new();
    private readonly float[] _samples = new float[LogMel.FrameLength];
    private readonly float[] _features = new float[LogMel.Bands];
    private int _held;

    /// <summary>What is done with a frame.</summary>
    /// <param name="features"><see cref="LogMel.Bands"/> values, valid during the call.</param>
    /// <param name="state">What the caller passed.</param>
    /// <typeparam name="TState">The caller's.</typeparam>
    public delegate void FrameAction<in TState>(ReadOnlySpan<float> features, TState state);

    /// <summary>Takes the next samples and hands on each frame that they complete.</summary>
    /// <param name="samples">Mono samples, -1 to 1, <see cref="LogMel.SampleRate"/>; any number.</param>
    /// <param name="state">Passed to <paramref name="onFrame"/>, so that it need not be a closure.</param>
    /// <param name="onFrame">Called for each frame, in order.</param>
    /// <typeparam name="TState">The caller's.</typeparam>
    public void Push<TState>(ReadOnlySpan<float> samples, TState state, FrameAction<TState> onFrame)
    {
        while (!samples.IsEmpty)
        {
            var taken = Math.Min(samples.Length, _samples.Length - _held);
            samples[..taken].CopyTo(_samples.AsSpan(_held));
            _held += taken;
            samples = samples[taken..];
            if (_held == _samples.Length)
            {
                _mel.Frame(_samples, _features);
                onFrame(_features, state);
                _samples.AsSpan(LogMel.Hop).CopyTo(_samples);
                _held -= LogMel.Hop;
            }
        }
    }

    /// <summary>Forgets what was pushed: the next samples begin a recording.</summary>
    public void Reset() => _held = 0;
}
