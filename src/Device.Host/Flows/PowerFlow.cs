using System.Threading.Channels;
using Device.Core.Power;
using Device.Host.Notes;
using Device.Host.Power;

namespace Device.Host.Flows;

/// <summary>
/// Keys, lid, pen and battery to the machine's sleep: events become inputs of the power table, and its effects are carried out one
/// after the other. See docs/power.md.
/// </summary>
internal sealed class PowerFlow(PowerMachine machine, PenActivity activity, Desk desk, ILogger<PowerFlow> logger) : IDisposable
{
    private const int MostWaiting = 64;
    private static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(1);

    // Whoever notices something waits when the policy cleans the panel meanwhile; 64 waiting inputs are more than a person makes.
    private readonly Channel<PowerInput> _inputs = Channel.CreateBounded<PowerInput>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly SemaphoreSlim _measuring = new(1, 1);
    private PowerSituation _situation;
    private BatteryWatch _watch;
    private BatteryBand _told;
    private int _preparedEntry = -1;
    private bool _isPrepareFailed;
    private Task _sync = Task.CompletedTask;
    private long _failedReadings;

    /// <summary>Where the machine stands.</summary>
    public PowerState State => _situation.State;

    /// <summary>Whether a person can see and turn pages.</summary>
    public bool IsAwake => State is PowerState.Active or PowerState.Idle or PowerState.Resting;

    /// <summary>Readings of the battery that failed.</summary>
    public long FailedReadings => Interlocked.Read(ref _failedReadings);

    /// <summary>Takes an input as if it had happened; false when too many wait.</summary>
    public bool Post(PowerInput input) => _inputs.Writer.TryWrite(input);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        machine.Holds.Released = () => Post(PowerInput.Released);
        Task[] flows =
        [
            FollowAsync(both.Token),
            WatchPenAsync(both.Token),
            WatchBatteryAsync(both.Token),
            .. machine.Devices.Events.Select(e => WatchEventsAsync(e, both.Token)),
        ];

        // A source of events may end, as a keyboard that is unplugged; the others never do.
        await Task.WhenAny([.. flows[..3], .. flows[3..].Select(FaultOf)]);
        await both.CancelAsync();
        await Task.WhenAll([.. flows, _sync]);
    }

    public void Dispose() => _measuring.Dispose();

    private static Task FaultOf(Task flow) =>
        flow.ContinueWith(t => t.IsFaulted ? t : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await DoAsync(PowerEffect.LightOn, cancellationToken);
        while (true)
        {
            var input = await NextAsync(cancellationToken);
            var from = _situation;
            var (next, step) = from.Take(input, machine.IsBusy);
            _situation = next;
            if (next.State != from.State)
            {
                PowerLog.Moved(logger, from.State, next.State, input);
            }

            await CarryOutAsync(next, step, from.Entry != next.Entry, cancellationToken);
        }
    }

    private async Task CarryOutAsync(PowerSituation situation, PowerStep step, bool isEntry, CancellationToken cancellationToken)
    {
        var isPreparing = isEntry && situation.State is PowerState.Suspending or PowerState.ShuttingDown;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(machine.Options.PrepareLimit), machine.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var isWhole = true;
        foreach (var effect in step.Effects)
        {
            var isDone = await DoAsync(effect, either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            isWhole &= isDone || !PowerMachine.IsVital(effect);
        }

        if (isPreparing)
        {
            (_preparedEntry, _isPrepareFailed) = (situation.Entry, !isWhole);
        }
    }

    /// <summary>Carries an effect out; a device that fails must not keep the policy from going on.</summary>
    private async Task<bool> DoAsync(PowerEffect effect, CancellationToken cancellationToken)
    {
        try
        {
            switch (effect)
            {
                case PowerEffect.Suspend:
                    // Done by the loop, for as long as the state lasts.
                    break;
                case PowerEffect.PowerOff:
                    await machine.Devices.System.PowerOffAsync(cancellationToken);
                    break;
                case PowerEffect.ReadBattery:
                    await MeasureAsync(cancellationToken);
                    break;
                case PowerEffect.SyncNow when _sync.IsCompleted:
                    _sync = machine.SyncNowAsync(CancellationToken.None);
                    break;
                default:
                    await machine.DoAsync(effect, cancellationToken);
                    break;
            }

            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ArgumentOutOfRangeException)
        {
            PowerLog.EffectFailed(logger, effect, e);
            return false;
        }
    }

    /// <summary>The next input: what came from outside goes before what the machine itself has to say.</summary>
    private async Task<PowerInput> NextAsync(CancellationToken cancellationToken)
    {
        if (_inputs.Reader.TryRead(out var waiting))
        {
            return waiting;
        }

        if (_preparedEntry == _situation.Entry)
        {
            _preparedEntry = -1;
            return _isPrepareFailed ? PowerInput.PrepareFailed : PowerInput.Prepared;
        }

        if (_situation.State == PowerState.Suspended)
        {
            return machine.IsBusy ? PowerInput.Woken : await SleepAsync(cancellationToken);
        }

        return await WaitAsync(machine.Options.TimeIn(_situation.State), cancellationToken);
    }

    private async Task<PowerInput> WaitAsync(TimeSpan? longest, CancellationToken cancellationToken)
    {
        using var limit = longest is { } time ? new CancellationTokenSource(time, machine.Time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _inputs.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PowerInput.Timeout;
        }
    }

    /// <summary>Sleeps. Something that happens in the moment before the machine sleeps calls the sleep off.</summary>
    private async Task<PowerInput> SleepAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sleep = machine.Devices.System.SuspendAsync(either.Token).AsTask();
        var input = _inputs.Reader.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(sleep, input);
        await either.CancelAsync();
        try
        {
            await Task.WhenAll(sleep, input);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (IOException e)
        {
            PowerLog.SuspendFailed(logger, e);
            return PowerInput.SuspendFailed;
        }

        if (_inputs.Reader.TryRead(out var happened))
        {
            return happened;
        }

        return await HasRungAsync(cancellationToken) ? PowerInput.WokenByAlarm : PowerInput.Woken;
    }

    private async Task<bool> HasRungAsync(CancellationToken cancellationToken)
    {
        try
        {
            return machine.Devices.Clock is { } clock && await clock.HasAlarmRungAsync(cancellationToken);
        }
        catch (IOException e)
        {
            PowerLog.EffectFailed(logger, PowerEffect.ArmAlarm, e);
            return false;
        }
    }

    private async Task WatchPenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await activity.WaitForTouchAsync(cancellationToken);
            await _inputs.Writer.WriteAsync(PowerInput.Activity, cancellationToken);
            await Task.Delay(TouchEvery, machine.Time, cancellationToken);
        }
    }

    private async Task WatchBatteryAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await MeasureAsync(cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(machine.Options.BatteryEvery), machine.Time, cancellationToken);
        }
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        if (machine.Devices.Battery is not { } battery)
        {
            return;
        }

        await _measuring.WaitAsync(cancellationToken);
        try
        {
            var state = await battery.ReadAsync(cancellationToken);
            _watch = _watch.Take(state, machine.Options);
            machine.Battery.Measured(state);
            Tell();
        }
        catch (IOException e)
        {
            // The last band stands: a gauge that fails is no reason to shut down, and none to forget a warning.
            Interlocked.Increment(ref _failedReadings);
            PowerLog.BatteryFailed(logger, e);
        }
        finally
        {
            _measuring.Release();
        }
    }

    /// <summary>Tells of a band once, and again at the next reading when too many inputs wait.</summary>
    private void Tell()
    {
        var input = (_told, _watch.Band) switch
        {
            (_, BatteryBand.Critical) => PowerInput.BatteryCritical,
            (BatteryBand.Normal, BatteryBand.Low) => PowerInput.BatteryLow,
            _ => PowerInput.BatteryRecovered,
        };
        if (_told != _watch.Band && Post(input))
        {
            _told = _watch.Band;
        }
    }

    private async Task WatchEventsAsync(IDeviceEvents events, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in events.ReadAllAsync(cancellationToken))
            {
                await TakeAsync(item.Kind, cancellationToken);
            }
        }
        catch (IOException e)
        {
            PowerLog.EventsFailed(logger, e);
        }
    }

    private async ValueTask TakeAsync(DeviceEventKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case DeviceEventKind.PageForward or DeviceEventKind.PageBack:
                // In a bag keys are pressed by whatever lies beside them: they turn pages of a machine that is awake, and wake none.
                if (IsAwake && desk.IsOpen)
                {
                    desk.Turn(kind == DeviceEventKind.PageForward ? 1 : -1);
                    await _inputs.Writer.WriteAsync(PowerInput.Activity, cancellationToken);
                }

                break;
            case DeviceEventKind.ChargerConnected or DeviceEventKind.ChargerDisconnected
                or DeviceEventKind.BatteryLow or DeviceEventKind.BatteryCritical or DeviceEventKind.BatteryRecovered:
                await MeasureAsync(cancellationToken);
                break;
            default:
                if (Input(kind) is { } input)
                {
                    await _inputs.Writer.WriteAsync(input, cancellationToken);
                }

                break;
        }
    }

    private static PowerInput? Input(DeviceEventKind kind) => kind switch
    {
        DeviceEventKind.PowerKey => PowerInput.PowerKey,
        DeviceEventKind.PowerKeyHeld => PowerInput.PowerKeyHeld,
        DeviceEventKind.LidClosed => PowerInput.LidClosed,
        DeviceEventKind.LidOpened or DeviceEventKind.PenRemoved => PowerInput.LidOpened,
        DeviceEventKind.PenNear => PowerInput.Activity,
        _ => null,
    };
}
