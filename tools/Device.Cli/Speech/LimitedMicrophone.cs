using Device.Core.Speech;

namespace Device.Cli.Speech;

/// <summary>A microphone that ends at a place of its time line.</summary>
internal sealed class LimitedMicrophone(IMicrophone microphone, long end) : IMicrophone
{
    public MicrophoneCounters Counters => microphone.Counters;

    public async ValueTask<AudioFrame?> ReadAsync(CancellationToken cancellationToken) =>
        await microphone.ReadAsync(cancellationToken) is { } frame && frame.Position < end ? frame : null;
}
