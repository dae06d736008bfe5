using Device.Core.Speech;
using Device.Hardware.Panels;

namespace Device.Hardware.Audio;

/// <summary>A loudspeaker of ALSA, through libasound. The device is open only while something is played.</summary>
public sealed class AlsaSpeaker : ISpeaker
{
    private readonly Func<IPcm> _open;
    private readonly SpeakerOptions _options;
    private readonly TimeProvider _time;

    internal AlsaSpeaker(Func<IPcm> open, SpeakerOptions options, TimeProvider time)
    {
        OptionCheck.ThrowIfAny("speaker", options.Validate());
        (_open, _options, _time) = (open, options, time);
    }

    /// <summary>Makes a speaker; the device is opened by each <see cref="PlayAsync"/>.</summary>
    /// <param name="options">Which device, and how.</param>
    /// <param name="time">The clock; null for the machine's.</param>
    /// <exception cref="ArgumentException">Options that cannot be used; the message names all of them.</exception>
    public static AlsaSpeaker Open(SpeakerOptions options, TimeProvider? time = null) => new(
        () => AlsaPcm.Open(options.PlaybackDeviceName, AlsaNative.Playback, options.Wish()), options, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public Task PlayAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Play(samples, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>As <see cref="PlayAsync"/>, on the calling thread.</summary>
    internal void Play(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        using var pcm = _open();
        try
        {
            new PlaybackLoop(pcm, _options, _time).Play(samples, cancellationToken);
        }
        finally
        {
            _ = pcm.Drop();
        }
    }
}
