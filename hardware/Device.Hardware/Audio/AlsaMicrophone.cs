using Device.Core.Speech;
using Device.Hardware.Panels;
using Device.Hardware.Pen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Hardware.Audio;

/// <summary>A microphone of ALSA, through libasound.</summary>
/// <remarks>
/// A thread of its own records from <see cref="Open"/> to <see cref="Dispose"/> and hands on frames of 20 ms; nothing is allocated per
/// frame. Overruns, suspends and unplugging are recovered from, counted, and a marked gap of their true length. The owner disposes it;
/// the reader then gets what is left and null.
/// </remarks>
public sealed class AlsaMicrophone : IMicrophone, IDisposable
{
    private readonly AudioFrameQueue _queue;
    private readonly CaptureLoop _loop;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _thread;
    private bool _isDisposed;

    internal AlsaMicrophone(Func<IPcm> open, MicrophoneOptions options, TimeProvider time, ILogger logger)
    {
        OptionCheck.ThrowIfAny("microphone", options.Validate());
        var first = open();
        Format = first.Format;
        if (!CaptureInput.TryCheck(Format, options.RecordingChannel, out var problem))
        {
            first.Dispose();
            throw new IOException($"sound device '{options.RecordingDeviceName}': {problem}");
        }

        _queue = new AudioFrameQueue(options.QueueFrames);
        _loop = new CaptureLoop(open, options, _queue, time, logger);
        _thread = new Thread(() => Run(first)) { IsBackground = true, Name = "microphone" };
        _thread.Start();
    }

    /// <summary>What the device accepted when it was opened first.</summary>
    public PcmFormat Format { get; }

    /// <inheritdoc/>
    public MicrophoneCounters Counters => _loop.Counters;

    /// <summary>Opens the device and records.</summary>
    /// <param name="options">Which device, and how.</param>
    /// <param name="time">The clock; null for the machine's. Its time stamps are those of frames.</param>
    /// <param name="logger">Where it says what happens to the device; never what is heard.</param>
    /// <exception cref="ArgumentException">Options that cannot be used; the message names all of them.</exception>
    /// <exception cref="IOException">There is no such device, or it cannot record 16 bits; the message says which step failed.</exception>
    public static AlsaMicrophone Open(MicrophoneOptions options, TimeProvider? time = null, ILogger? logger = null) => new(
        () => AlsaPcm.Open(options.RecordingDeviceName, AlsaNative.Capture, options.Wish()),
        options,
        time ?? TimeProvider.System,
        logger ?? NullLogger.Instance);

    /// <inheritdoc/>
    public ValueTask<AudioFrame?> ReadAsync(CancellationToken cancellationToken) => _queue.ReadAsync(cancellationToken);

    /// <summary>Stops recording and closes the device. May be called more than once.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _stopping.Cancel();
        _thread.Join();
        _stopping.Dispose();
    }

    private void Run(IPcm first)
    {
        _ = UrgentThread.TryRaise();
        _loop.Run(first, _stopping.Token);
    }
}
