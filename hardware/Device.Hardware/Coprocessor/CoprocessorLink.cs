using System.Runtime.CompilerServices;
using Device.Core.Power;
using Device.Hardware.Panels;
using Device.Link;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using EventId = Device.Link.EventId;

namespace Device.Hardware.Coprocessor;

/// <summary>
/// The co-processor that keeps a machine's power, as its keys, lid and battery. A line that breaks is opened again; the machine
/// runs without meanwhile. Any thread; events have one reader, who also keeps the watchdog quiet.
/// </summary>
public sealed class CoprocessorLink : IDeviceEvents, IBattery, IAsyncDisposable
{
    private const double MilliPerUnit = 1000;
    private const double TenthsPerDegree = 10;
    private const int BeatsPerTimeout = 3;
    private const int SequenceCount = 256;
    private const int CoprocessorQueue = 16;

    private readonly Func<Stream> _open;
    private readonly CoprocessorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _ring = new(0, 1);
    private readonly Lock _gate = new();
    private LinkClient? _client;
    private int _expectedSequence = -1;
    private long _lastBeat = long.MinValue;

    /// <summary>Makes a link; the line is opened when it is first used.</summary>
    /// <param name="open">Opens the line; called again after it broke.</param>
    /// <param name="options">Times and tries.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Takes losses of the line and of events; may be null.</param>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    public CoprocessorLink(Func<Stream> open, CoprocessorOptions options, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        OptionCheck.ThrowIfAny("coprocessor", options.Validate());
        (_open, _options, _time, _logger) = (open, options, timeProvider ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    /// <inheritdoc/>
    /// <remarks>Events that the co-processor threw away, and gaps in its count of them.</remarks>
    public long Dropped { get; private set; }

    /// <summary>How often the line was found broken.</summary>
    public long Breaks { get; private set; }

    /// <summary>Requests that had to be sent again on the line as it is open now.</summary>
    public long Repeated => _client?.Repeated ?? 0;

    /// <summary>Frames that noise destroyed on the line as it is open now.</summary>
    public long Refused => _client?.Counters.Refused ?? 0;

    /// <summary>Which board the co-processor says it is on; null before it was heard.</summary>
    public string? Board => _client?.Hello?.Board;

    /// <summary>Makes a link over the serial port that the options name.</summary>
    /// <param name="options">Port, times and tries.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Takes losses of the line and of events; may be null.</param>
    /// <returns>The link.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    public static CoprocessorLink Open(CoprocessorOptions options, TimeProvider? timeProvider = null, ILogger? logger = null) =>
        new(() => SerialPort.Open(options), options, timeProvider, logger);

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeviceEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFirst = true;
        while (true)
        {
            var events = await TakeEventsAsync(isFirst, cancellationToken);
            isFirst &= events is null;
            foreach (var item in events ?? [])
            {
                yield return item;
            }

            var pause = TimeSpan.FromMilliseconds(events is null ? _options.RetryPause : _options.PollInterval);
            await WaitForRingAsync(pause, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<BatteryState> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = await AskAsync(CommandId.GetPower, [], cancellationToken);
        if (!PowerStatus.TryRead(answer.Payload, out var power))
        {
            throw new IOException($"co-processor: GET_POWER answered with {answer.Payload.Length} bytes, {PowerStatus.Length} expected");
        }

        var charge = power.IsCharging ? ChargeState.Charging : power.IsExternalPower ? ChargeState.Held : ChargeState.Discharging;
        return new BatteryState(
            power.BatteryPercent <= 100 ? power.BatteryPercent : null,
            power.BatteryMillivolts == PowerStatus.UnknownMillivolts ? null : power.BatteryMillivolts / MilliPerUnit,
            charge,
            null,
            power.TemperatureDecidegrees == PowerStatus.UnknownTemperature ? null : power.TemperatureDecidegrees / TenthsPerDegree);
    }

    /// <summary>Has the power cut after a delay, in which the operating system shuts down.</summary>
    /// <param name="delay">0 to 60 seconds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the co-processor has agreed.</returns>
    /// <exception cref="IOException">It does not answer, or refuses.</exception>
    public async ValueTask PowerOffAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        var payload = new byte[sizeof(uint)];
        ByteOrder.WriteUInt32(payload, 0, (uint)delay.TotalMilliseconds);
        await AskAsync(CommandId.PowerOff, payload, cancellationToken);
    }

    /// <summary>Closes the line.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            _client = null;
            await client.DisposeAsync();
        }

        _ring.Dispose();
    }

    private async Task<Frame> AskAsync(CommandId command, byte[] payload, CancellationToken cancellationToken)
    {
        LinkClient client;
        lock (_gate)
        {
            client = _client ??= new LinkClient(_open(), _options, _time, Ring);
        }

        try
        {
            return await client.AskAsync(command, payload, cancellationToken);
        }
        catch (IOException e) when (e is not CoprocessorException)
        {
            await DropAsync(client);
            throw;
        }
    }

    private async Task DropAsync(LinkClient client)
    {
        lock (_gate)
        {
            if (_client != client)
            {
                return;
            }

            _client = null;
            Breaks++;
        }

        await client.DisposeAsync();
    }

    private void Ring()
    {
        lock (_ring)
        {
            if (_ring.CurrentCount == 0)
            {
                _ring.Release();
            }
        }
    }

    private async Task WaitForRingAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _ring.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody rang; a doorbell may have been lost to noise.
        }
    }

    /// <summary>What happened since the last call; null when the line is broken.</summary>
    private async Task<List<DeviceEvent>?> TakeEventsAsync(bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            var events = new List<DeviceEvent>();
            await BeatAsync(cancellationToken);
            if (isFirst)
            {
                var inputs = await AskAsync(CommandId.GetInputs, [], cancellationToken);
                if (InputStatus.TryRead(inputs.Payload, out var status) && status.IsLidClosed)
                {
                    events.Add(Now(DeviceEventKind.LidClosed));
                }
            }

            // Its queue holds sixteen; more in one go would be a co-processor that never stops.
            for (var i = 0; i < 2 * CoprocessorQueue; i++)
            {
                var answer = await AskAsync(CommandId.GetEvent, [], cancellationToken);
                if (answer.Status == LinkStatus.NoEvent)
                {
                    break;
                }

                if (EventRecord.TryRead(answer.Payload, out var record))
                {
                    Count(record);
                    events.Add(Now(Kind(record.Id)));
                }

                if (!answer.HasMore)
                {
                    break;
                }
            }

            return events;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CoprocessorLog.Lost(_logger, TimeSpan.FromMilliseconds(_options.RetryPause), e);
            return null;
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        if (_options.Watchdog == 0 || (_lastBeat != long.MinValue && _time.GetElapsedTime(_lastBeat) < TimeSpan.FromMilliseconds(_options.Watchdog / BeatsPerTimeout)))
        {
            return;
        }

        // Setting it again instead of a heartbeat costs the same, and arms the watchdog of a co-processor that has restarted.
        var payload = new byte[WatchdogSettings.Length];
        new WatchdogSettings((uint)_options.Watchdog).Write(payload, 0);
        await AskAsync(CommandId.SetWatchdog, payload, cancellationToken);
        _lastBeat = _time.GetTimestamp();
    }

    private void Count(EventRecord record)
    {
        var missing = _expectedSequence < 0 ? record.Lost : (record.Sequence - _expectedSequence + SequenceCount) % SequenceCount;
        _expectedSequence = (record.Sequence + 1) % SequenceCount;
        if (missing > 0)
        {
            Dropped += missing;
            CoprocessorLog.EventsLost(_logger, missing);
        }
    }

    private DeviceEvent Now(DeviceEventKind kind) => new(kind, (long)_time.GetElapsedTime(0).TotalMicroseconds);

    private static DeviceEventKind Kind(EventId id) => id switch
    {
        EventId.PowerButtonShort => DeviceEventKind.PowerKey,
        EventId.PowerButtonLong => DeviceEventKind.PowerKeyHeld,
        EventId.LidClosed => DeviceEventKind.LidClosed,
        EventId.LidOpened => DeviceEventKind.LidOpened,
        EventId.PenNear => DeviceEventKind.PenNear,
        EventId.BatteryLow => DeviceEventKind.BatteryLow,
        EventId.BatteryCritical => DeviceEventKind.BatteryCritical,
        EventId.BatteryRecovered => DeviceEventKind.BatteryRecovered,
        EventId.ExternalPowerOn => DeviceEventKind.ChargerConnected,
        EventId.ExternalPowerOff => DeviceEventKind.ChargerDisconnected,
        EventId.HostReset => DeviceEventKind.WatchdogReset,
        _ => DeviceEventKind.None,
    };
}
