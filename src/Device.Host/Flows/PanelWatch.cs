namespace Device.Host.Flows;

/// <summary>
/// Asks the panel how it fares after each burst of commands, and now and then while nothing happens: a controller that was reset
/// by itself tells nobody, and would show half a picture until somebody writes again. Live ink is never held up: nothing is
/// asked while commands come.
/// </summary>
internal sealed partial class PanelWatch(WatchedPanel panel, TimeSpan every, TimeProvider time, ILogger<PanelWatch> logger)
{
    // An update on the slowest panel takes some seconds; by the last of these it has ended, well or not.
    private static readonly TimeSpan[] After = [.. new[] { 150, 300, 600, 1_200, 2_400, 4_800 }.Select(m => TimeSpan.FromMilliseconds(m))];

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private bool _isTroubled;

    /// <summary>Watches until stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await panel.WaitForCommandAsync(panel.Condition.Trouble is null ? every : Retry, cancellationToken);
            await CheckAsync(cancellationToken);
            var seen = panel.Commands;
            for (var i = 0; i < After.Length; i++)
            {
                await Task.Delay(After[i], time, cancellationToken);
                if (panel.Commands != seen)
                {
                    (seen, i) = (panel.Commands, -1);
                    continue;
                }

                await CheckAsync(cancellationToken);
            }
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        // What comes in the meantime is a command's own business.
        if (panel.Quiet < After[0] && panel.Condition.Trouble is null)
        {
            return;
        }

        try
        {
            await panel.CheckAsync(cancellationToken);
        }
        catch (IOException)
        {
            // The panel says what is wrong in its condition, and is asked again.
        }

        var condition = panel.Condition;
        if (condition.Trouble is { } trouble && !_isTroubled)
        {
            _isTroubled = true;
            LogTrouble(logger, trouble);
        }
        else if (condition.Trouble is null && _isTroubled)
        {
            _isTroubled = false;
            LogMended(logger, condition.Recoveries);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the panel does not work: {Trouble}")]
    private static partial void LogTrouble(ILogger logger, string trouble);

    [LoggerMessage(Level = LogLevel.Information, Message = "the panel works again, after {Recoveries} recoveries since the start")]
    private static partial void LogMended(ILogger logger, long recoveries);
}
