using System.Runtime.CompilerServices;
using Device.Core.Speech;
using Microsoft.Extensions.Logging;

namespace Device.Hardware.Audio;

/// <summary>A microphone behind its mute switch: while that is on the device is closed, not merely unheard.</summary>
/// <remarks>
/// What was recorded before and not yet read is thrown away with it. Once the switch is off the device is opened again, and the time between
/// is a marked gap of its true length, as after any loss. A device that cannot be opened then is tried again and again. A reader simply
/// waits meanwhile. Nothing is allocated per frame. One reader; thread-safe besides.
/// </remarks>
public sealed class MuteableMicrophone : IMicrophone, IDisposable
{
    private const long FrameMicroseconds = 20_000;

    private static readonly TimeSpan FirstTry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly Func<IMicrophone> _open;
    private readonly MicrophoneMute _mute;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IMicrophone? _device;
    private MicrophoneCounters _closed;
    private bool _isNew;
    private long _offset;
    private long _end;
    private long _endMicroseconds;
    private long _gaps;

    /// <summary>Opens the device, unless it is muted.</summary>
    /// <param name="open">Opens the device; what it gives is closed here where it is disposable.</param>
    /// <param name="mute">The switch.</param>
    /// <param name="time">The clock of the frames' time stamps.</param>
    /// <param name="logger">Where it says what becomes of the device; never what is heard.</param>
    /// <exception cref="IOException">The device cannot be opened, and is not muted.</exception>
    public MuteableMicrophone(Func<IMicrophone> open, MicrophoneMute mute, TimeProvider time, ILogger logger)
    {
        (_open, _mute, _time, _logger) = (open, mute, time, logger);
        _endMicroseconds = (long)time.GetElapsedTime(0).TotalMicroseconds;
        _isNew = mute.IsMuted;
        mute.Changed += OnChanged;
        try
        {
            _ = Device();
        }
        catch
        {
            mute.Changed -= OnChanged;
            throw;
        }
    }

    /// <inheritdoc/>
    public MicrophoneCounters Counters
    {
        get
        {
            lock (_gate)
            {
                var now = _device?.Counters ?? default;
                return Sum(_closed, now) with { LostSamples = _closed.LostSamples + now.LostSamples + _gaps, IsAway = now.IsAway, IsMuted = _mute.IsMuted };
            }
        }
    }

    /// <summary>The open device; null while it is muted or closed.</summary>
    public IMicrophone? Opened
    {
        get
        {
            lock (_gate)
            {
                return _device;
            }
        }
    }

    private bool IsDisposed => _disposed.Task.IsCompleted;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AudioFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (!IsDisposed)
        {
            if (_mute.IsMuted)
            {
                await Task.WhenAny(_mute.UntilOffAsync(cancellationToken), _disposed.Task);
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            var device = TryDevice() ?? await AwaitDeviceAsync(cancellationToken);
            if (device is null)
            {
                continue;
            }

            var frame = await device.ReadAsync(cancellationToken);
            if (frame is { } heard)
            {
                if (Place(device, heard) is { } placed)
                {
                    return placed;
                }
            }
            else if (ReferenceEquals(device, Opened))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Closes the device; the reader gets null. May be called more than once.</summary>
    public void Dispose()
    {
        _mute.Changed -= OnChanged;
        _disposed.TrySetResult();
        (Take() as IDisposable)?.Dispose();
    }

    private static MicrophoneCounters Sum(MicrophoneCounters a, MicrophoneCounters b) => new(
        a.Overruns + b.Overruns, a.Suspends + b.Suspends, a.Departures + b.Departures, a.DroppedFrames + b.DroppedFrames, a.LostSamples + b.LostSamples, false);

    private void OnChanged(object? sender, EventArgs e)
    {
        MicrophoneLog.Muted(_logger, _mute.IsMuted);

        // Whichever way the switch went: one that was on for a moment only has cut the recording off as well.
        if (Take() is IDisposable device)
        {
            // Not on this thread: closing a device waits for the thread that records.
            _ = Task.Run(device.Dispose);
        }
    }

    private IMicrophone? TryDevice()
    {
        try
        {
            return Device();
        }
        catch (IOException e)
        {
            MicrophoneLog.OpenFailed(_logger, e);
            return null;
        }
    }

    private async Task<IMicrophone?> AwaitDeviceAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstTry; !_mute.IsMuted && !IsDisposed; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.WhenAny(Task.Delay(pause, _time, cancellationToken), _disposed.Task);
            cancellationToken.ThrowIfCancellationRequested();
            if (TryDevice() is { } device)
            {
                return device;
            }
        }

        return null;
    }

    /// <summary>The device, opened where it is closed; null where it has to stay so.</summary>
    private IMicrophone? Device()
    {
        lock (_gate)
        {
            // Looked at inside the lock: whoever mutes after this closes what is opened here.
            if (_mute.IsMuted || IsDisposed)
            {
                return null;
            }

            return _device ??= _open();
        }
    }

    /// <summary>Takes the device out of use; what it has recorded is not read any more.</summary>
    private IMicrophone? Take()
    {
        lock (_gate)
        {
            var device = _device;
            (_device, _isNew) = (null, true);
            _closed = Sum(_closed, device?.Counters ?? default);
            return device;
        }
    }

    /// <summary>Puts a frame onto the time line that began when the microphone was opened first; null when it must not be heard.</summary>
    private AudioFrame? Place(IMicrophone device, in AudioFrame heard)
    {
        lock (_gate)
        {
            if (_mute.IsMuted || !ReferenceEquals(device, _device))
            {
                return null;
            }

            var lost = heard.LostBefore;
            if (_isNew)
            {
                _isNew = false;
                var passed = Math.Max(0, heard.TimestampMicroseconds - _endMicroseconds);
                lost = (long)Math.Round(passed * (AudioFrame.SampleRate / 1e6));
                _offset = _end + lost - heard.Position;
                _gaps += lost - heard.LostBefore;
            }

            var placed = heard with { Position = heard.Position + _offset, LostBefore = lost };
            (_end, _endMicroseconds) = (placed.Position + AudioFrame.Length, heard.TimestampMicroseconds + FrameMicroseconds);
            return placed;
        }
    }
}
