using System.Collections.Immutable;
using static Device.Core.Power.PowerEffect;
using static Device.Core.Power.PowerInput;
using static Device.Core.Power.PowerState;

namespace Device.Core.Power;

/// <summary>
/// The power policy as a table: each state, each input, whether work keeps the machine awake. Every cell is there; what is not
/// listed for a state is listed as ignored. <c>docs/power.md</c> is drawn from it.
/// </summary>
public static class PowerTable
{
    private static readonly PowerEffect[] WakeUp = [DisarmAlarm, ShowPage, LightOn];
    private static readonly PowerEffect[] GoToSleep = [LightOff, ShowSleep, FlushJournal, ArmAlarm];
    private static readonly PowerEffect[] SleepAgain = [ShowSleep, FlushJournal, ArmAlarm];
    private static readonly PowerEffect[] GoOff = [LightOff, EndWork, FlushJournal, DisarmAlarm, ShowOff];
    private static readonly PowerEffect[] GoCritical = [EndWork, FlushJournal, LightOff, ShowCritical];

    /// <summary>Every cell, by state and then by input.</summary>
    public static ImmutableArray<PowerRule> Rules { get; } =
    [
        .. Awake(Active)
            .On(Activity, Active)
            .On(PowerInput.Timeout, Idle, DimLight),

        .. Awake(Idle)
            .On(Activity, Active, LightOn)
            .On(PowerInput.Timeout, Resting, LightOff, CleanPage),

        .. Awake(Resting)
            .On(Activity, Active, LightOn)
            .Sleeps(PowerInput.Timeout),

        .. In(Background)
            .On(Activity, Active, WakeUp)
            .On(PowerKey, Active, WakeUp)
            .On(PowerKeyHeld, ShuttingDown, GoOff)
            .On(LidOpened, Active, WakeUp)
            .Split(PowerInput.Timeout, new(Suspending, [.. SleepAgain]), new(Background, []))
            .On(Released, Suspending, SleepAgain)
            .On(BatteryCritical, Critical, GoCritical)
            .Ignores(LidClosed, Prepared, PrepareFailed, Woken, WokenByAlarm, SuspendFailed, BatteryLow, BatteryRecovered),

        .. In(Suspending)
            .On(Activity, Active, WakeUp)
            .On(PowerKey, Active, WakeUp)
            .On(PowerKeyHeld, ShuttingDown, GoOff)
            .On(LidOpened, Active, WakeUp)
            .On(PowerInput.Timeout, Background)
            .Split(Prepared, new(Suspended, [Suspend]), new(Background, []))
            .On(PrepareFailed, Background)
            .On(BatteryCritical, Critical, GoCritical)
            .Ignores(LidClosed, Released, Woken, WokenByAlarm, SuspendFailed, BatteryLow, BatteryRecovered),

        .. In(Suspended)
            .On(Activity, Active, WakeUp)
            .On(PowerKey, Active, WakeUp)
            .On(PowerKeyHeld, ShuttingDown, GoOff)
            .On(LidOpened, Active, WakeUp)
            .On(Woken, Background, ReadBattery)
            .On(WokenByAlarm, Background, ReadBattery, SyncNow)
            .On(SuspendFailed, Background)
            .On(BatteryCritical, Critical, GoCritical)
            .Ignores(LidClosed, PowerInput.Timeout, Released, Prepared, PrepareFailed, BatteryLow, BatteryRecovered),

        .. In(Critical)
            .On(PowerKeyHeld, ShuttingDown, GoOff)
            .On(PowerInput.Timeout, ShuttingDown, GoOff)
            .On(BatteryRecovered, Active, WakeUp)
            .Ignores(Activity, PowerKey, LidClosed, LidOpened, Released, Prepared, PrepareFailed, Woken, WokenByAlarm, SuspendFailed, BatteryLow, BatteryCritical),

        // A panel that fails must not keep a machine on whose battery is empty, so that this ends in Off however it goes.
        .. In(ShuttingDown)
            .On(Prepared, Off, PowerOff)
            .On(PrepareFailed, Off, PowerOff)
            .On(PowerInput.Timeout, Off, PowerOff)
            .Ignores(Activity, PowerKey, PowerKeyHeld, LidClosed, LidOpened, Released, Woken, WokenByAlarm, SuspendFailed, BatteryLow, BatteryCritical, BatteryRecovered),

        // The operating system refused: ask again.
        .. In(Off)
            .On(PowerInput.Timeout, Off, PowerOff)
            .Ignores(Activity, PowerKey, PowerKeyHeld, LidClosed, LidOpened, Released, Prepared, PrepareFailed, Woken, WokenByAlarm, SuspendFailed, BatteryLow, BatteryCritical, BatteryRecovered),
    ];

    private static readonly PowerRule?[] Cells = Index();

    /// <summary>The cell of a state and an input.</summary>
    /// <param name="state">The state.</param>
    /// <param name="input">The input.</param>
    /// <returns>The cell.</returns>
    public static PowerRule Find(PowerState state, PowerInput input) =>
        Cells[((int)state * InputCount) + (int)input] ?? throw new InvalidOperationException($"the power table has no cell for {state} and {input}");

    private static int InputCount => (int)BatteryRecovered + 1;

    private static PowerRule?[] Index()
    {
        var cells = new PowerRule?[((int)Off + 1) * InputCount];
        foreach (var rule in Rules)
        {
            ref var cell = ref cells[((int)rule.State * InputCount) + (int)rule.Input];
            cell = cell is null ? rule : throw new InvalidOperationException($"the power table has two cells for {rule.State} and {rule.Input}");
        }

        return cells;
    }

    private static PowerRow In(PowerState state) => new(state);

    /// <summary>A state in which a person looks at the page.</summary>
    private static PowerRow Awake(PowerState state) => In(state)
        .Sleeps(PowerKey)
        .On(PowerKeyHeld, ShuttingDown, GoOff)
        .Sleeps(LidClosed)
        .On(BatteryLow, state, WarnLow)
        .On(BatteryCritical, Critical, GoCritical)
        .On(BatteryRecovered, state, EndWarning)
        .Ignores(LidOpened, Released, Prepared, PrepareFailed, Woken, WokenByAlarm, SuspendFailed);

    /// <summary>To sleep when nothing keeps the machine awake; else it only looks asleep.</summary>
    private static PowerRow Sleeps(this PowerRow row, PowerInput input) =>
        row.Split(input, new(Suspending, [.. GoToSleep]), new(Background, [LightOff, ShowSleep]));
}
