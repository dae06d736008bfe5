using Device.Core.Power;
using Device.Screen.Model;
using Device.Screen.Refresh;

namespace Device.Host.Power;

/// <summary>What the power policy acts on.</summary>
/// <param name="Devices">The hardware.</param>
/// <param name="Holds">Work that keeps the machine awake.</param>
/// <param name="Curtain">What the panel shows.</param>
/// <param name="Battery">What was measured of the battery.</param>
/// <param name="Refresher">The panel.</param>
/// <param name="HasUnwritten">Whether ink waits for the journal.</param>
/// <param name="SyncAsync">Waits until everything is in the cloud; is given up after a while.</param>
/// <param name="Options">Times and levels.</param>
/// <param name="Time">The clock.</param>
internal sealed record PowerMachine(
    PowerDevices Devices, WorkHolds Holds, Curtain Curtain, BatteryBoard Battery, ScreenRefresher Refresher, Func<bool> HasUnwritten,
    Func<CancellationToken, Task> SyncAsync, PowerOptions Options, TimeProvider Time)
{
    private static readonly TimeSpan LookForInk = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestSync = TimeSpan.FromMinutes(2);

    /// <summary>Whether the machine must stay awake.</summary>
    public bool IsBusy => !Options.CanSleep || Holds.IsBusy || HasUnwritten();

    /// <summary>Whether a failure of an effect keeps the machine from sleeping: a light or alarm that does not answer does not.</summary>
    public static bool IsVital(PowerEffect effect) => effect is PowerEffect.ShowSleep or PowerEffect.ShowOff or PowerEffect.FlushJournal;

    /// <summary>Carries an effect out. Suspending, switching off and reading the battery are the flow's own.</summary>
    /// <exception cref="IOException">A device did not answer.</exception>
    public async Task DoAsync(PowerEffect effect, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case PowerEffect.LightOn:
                await LightAsync(100, cancellationToken);
                break;
            case PowerEffect.DimLight:
                await LightAsync(Options.DimTo, cancellationToken);
                break;
            case PowerEffect.LightOff:
                await LightAsync(0, cancellationToken);
                break;
            case PowerEffect.CleanPage:
                await Curtain.ShowAsync(ScreenNotice.None, isClean: true, cancellationToken);
                break;
            case PowerEffect.ShowPage:
                await Curtain.ShowAsync(ScreenNotice.None, isClean: true, cancellationToken);
                break;
            case PowerEffect.ShowSleep when Curtain.Shown == ScreenNotice.Asleep:
                break;
            case PowerEffect.ShowSleep:
                await ShowForLongAsync(ScreenNotice.Asleep, cancellationToken);
                break;
            case PowerEffect.ShowCritical:
                await ShowForLongAsync(ScreenNotice.Charge, cancellationToken);
                break;
            case PowerEffect.ShowOff:
                await ShowForLongAsync(ScreenNotice.Off, cancellationToken);
                break;
            case PowerEffect.WarnLow or PowerEffect.EndWarning:
                Battery.Warn(effect == PowerEffect.WarnLow);
                break;
            case PowerEffect.FlushJournal:
                await FlushAsync(cancellationToken);
                break;
            case PowerEffect.EndWork:
                Holds.EndAll();
                break;
            case PowerEffect.ArmAlarm:
                await ArmAsync(cancellationToken);
                break;
            case PowerEffect.DisarmAlarm when Devices.Clock is { } clock:
                await clock.SetAlarmAsync(null, cancellationToken);
                break;
            default:
                break;
        }
    }

    /// <summary>Keeps the machine awake until everything is in the cloud, or for two minutes.</summary>
    public async Task SyncNowAsync(CancellationToken cancellationToken)
    {
        using var hold = Holds.Take("sync", LongestSync);
        using var limit = new CancellationTokenSource(LongestSync, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, hold.Ended, cancellationToken);
        try
        {
            await SyncAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No network here; what waits is sent at the next waking.
        }
    }

    private async Task LightAsync(int share, CancellationToken cancellationToken)
    {
        if (Devices.Light is { } light)
        {
            await light.SetAsync(new FrontLightLevel(Options.Brightness * share / 100, Options.Warmth), cancellationToken);
        }
    }

    /// <summary>A picture that may stand for weeks: cleaned deeply, and waited for until the panel rests.</summary>
    private async Task ShowForLongAsync(ScreenNotice notice, CancellationToken cancellationToken)
    {
        await Curtain.ShowAsync(notice, isClean: true, cancellationToken);
        await Refresher.PrepareSleepAsync(cancellationToken);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (HasUnwritten())
        {
            await Task.Delay(LookForInk, Time, cancellationToken);
        }
    }

    private async Task ArmAsync(CancellationToken cancellationToken)
    {
        if (Devices.Clock is { } clock && await clock.ReadAsync(cancellationToken) is { } now)
        {
            await clock.SetAlarmAsync(Options.SyncEvery > 0 ? now.AddSeconds(Options.SyncEvery) : null, cancellationToken);
        }
    }
}
