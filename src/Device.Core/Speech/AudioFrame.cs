namespace Device.Core.Speech;

/// <summary>20 ms of speech: 16 kHz, one channel, 16 bits.</summary>
/// <param name="Position">
/// Number of the first sample since the microphone was opened, lost samples counted, so that <c>Position / 16000</c> is the place on the
/// recording's time line however much was lost before.
/// </param>
/// <param name="TimestampMicroseconds">When the first sample was taken: monotonic time in microseconds, of the clock that stamps pen samples.</param>
/// <param name="LostBefore">Samples lost since the frame before, 0 when nothing is missing. <c>Position</c> includes them.</param>
/// <param name="Level">How loud the frame is.</param>
/// <param name="Samples">
/// <see cref="Length"/> samples. They belong to the microphone: they stay as they are until the next frame is asked for, and are copied
/// by whoever keeps them longer.
/// </param>
public readonly record struct AudioFrame(
    long Position,
    long TimestampMicroseconds,
    long LostBefore,
    AudioLevel Level,
    ReadOnlyMemory<short> Samples)
{
    /// <summary>Samples a second of all speech inside the machine.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples of a frame: 20 ms.</summary>
    public const int Length = 320;
}
