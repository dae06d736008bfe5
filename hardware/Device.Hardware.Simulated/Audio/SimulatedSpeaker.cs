using Device.Core.Speech;

namespace Device.Hardware.Simulated.Audio;

/// <summary>A loudspeaker that takes the time a sound takes, and can stand beside a simulated microphone.</summary>
/// <param name="time">The clock.</param>
/// <param name="beside">The microphone that hears it; null for none.</param>
public sealed class SimulatedSpeaker(TimeProvider time, SimulatedMicrophone? beside = null) : ISpeaker
{
    private long _played;

    /// <summary>Samples played so far.</summary>
    public long Played => Interlocked.Read(ref _played);

    /// <inheritdoc/>
    public async Task PlayAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        beside?.Play(samples);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(samples.Length / (double)AudioFrame.SampleRate), time, cancellationToken);
            Interlocked.Add(ref _played, samples.Length);
        }
        catch (OperationCanceledException)
        {
            beside?.Play(default);
            throw;
        }
    }
}
