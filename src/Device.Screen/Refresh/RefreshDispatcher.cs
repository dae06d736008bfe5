using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Device.Core.Screen;
using Device.Screen.Latency;

namespace Device.Screen.Refresh;

/// <summary>
/// Carries out what the planner lets go. The pen's thread, the screen's flow and <see cref="RunAsync"/> may all send at once:
/// the planner, used under the frame's gate, keeps their regions apart.
/// </summary>
internal sealed class RefreshDispatcher(IPanel panel, ShownFrame shown, RefreshPlanner planner, TimeProvider time, InkTrace trace)
{
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    // One signal is enough: whoever wakes looks at everything.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private long _sleepsUntil = long.MaxValue;

    /// <summary>The last pen's delay from its time stamp to the read, so that ink that is held up is timed as well.</summary>
    private long _readDelay = -1;

    internal RefreshPlanner Planner => planner;

    /// <summary>Sends live ink that may go now. Allocates nothing while the panel takes it at once.</summary>
    /// <param name="drawn">When it was drawn.</param>
    /// <param name="readDelay">From the pen's time stamp to the read; below 0 where that is not known.</param>
    /// <param name="cancellationToken">Ends the wait for a busy panel.</param>
    internal ValueTask SendPenAsync(long drawn, long readDelay, CancellationToken cancellationToken)
    {
        _readDelay = readDelay;
        while (TryTake(penOnly: true, out var command))
        {
            ValueTask sent;
            var handed = Hand(command, drawn);
            try
            {
                sent = Refresh(command, cancellationToken);
                if (!sent.IsCompleted)
                {
                    return WaitAsync(sent, command, handed);
                }

                sent.GetAwaiter().GetResult();
            }
            catch
            {
                Fail(command);
                throw;
            }

            Accept(command, handed);
        }

        return default;
    }

    /// <summary>Sends everything that may go now.</summary>
    /// <returns>Commands and pixels that the panel took.</returns>
    /// <exception cref="IOException">The panel did not take one; it waits for the next try.</exception>
    internal async ValueTask<(int Commands, long Pixels)> SendAsync(CancellationToken cancellationToken)
    {
        var (commands, pixels) = (0, 0L);
        while (TryTake(penOnly: false, out var command))
        {
            var handed = Hand(command, command.Since);
            try
            {
                await Refresh(command, cancellationToken);
            }
            catch
            {
                Fail(command);
                throw;
            }

            Accept(command, handed);
            commands++;
            pixels += RectPieces.Area(command.Region);
        }

        return (commands, pixels);
    }

    /// <summary>Sends what has to wait for its time: regions that were held up, failed commands, cleaning. Until it is stopped.</summary>
    /// <param name="failed">Is told when the panel did not take a command; it is tried again.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task RunAsync(Action<IOException> failed, CancellationToken cancellationToken)
    {
        await using var timer = time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            try
            {
                await SendAsync(cancellationToken);
            }
            catch (IOException e)
            {
                failed(e);
            }

            timer.Change(Sleep(), Timeout.InfiniteTimeSpan);
            await _wake.Reader.ReadAsync(cancellationToken);
        }
    }

    /// <summary>Wakes <see cref="RunAsync"/> when there is something for it earlier than it knows. Under the gate.</summary>
    internal void Wake()
    {
        if (planner.NextWake(time.GetTimestamp()) < _sleepsUntil)
        {
            _sleepsUntil = long.MinValue;
            _wake.Writer.TryWrite(true);
        }
    }

    private TimeSpan Sleep()
    {
        lock (shown.Gate)
        {
            var now = time.GetTimestamp();
            _sleepsUntil = planner.NextWake(now);
            if (_sleepsUntil == long.MaxValue)
            {
                return Timeout.InfiniteTimeSpan;
            }

            var sleep = _sleepsUntil <= now ? TimeSpan.Zero : time.GetElapsedTime(now, _sleepsUntil);
            return sleep < ShortestSleep ? ShortestSleep : sleep > LongestSleep ? LongestSleep : sleep;
        }
    }

    private bool TryTake(bool penOnly, out PlannedRefresh command)
    {
        lock (shown.Gate)
        {
            planner.Timing = panel.Timing;
            var isTaken = planner.TryTake(time.GetTimestamp(), penOnly, out command);
            if (!isTaken && penOnly)
            {
                Wake();
            }

            return isTaken;
        }
    }

    private ValueTask Refresh(in PlannedRefresh command, CancellationToken cancellationToken) =>
        panel.RefreshAsync(command.Region, shown.Frame.From(command.Region), shown.Frame.Stride, command.Intent, cancellationToken);

    // Pooled, so that a panel that is busy now and then costs no garbage either.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask sent, PlannedRefresh command, long handed)
    {
        try
        {
            await sent;
        }
        catch
        {
            Fail(command);
            throw;
        }

        Accept(command, handed);
        lock (shown.Gate)
        {
            Wake();
        }
    }

    private long Hand(in PlannedRefresh command, long drawn)
    {
        var now = time.GetTimestamp();
        if (command.Intent == RefreshIntent.Pen)
        {
            trace.Record(InkStage.Driver, drawn, now);
            trace.Record(InkStage.Echo, command.Since, now);
        }

        return now;
    }

    private void Accept(in PlannedRefresh command, long handed)
    {
        var now = time.GetTimestamp();
        if (command.Intent == RefreshIntent.Pen)
        {
            trace.Record(InkStage.Bus, handed, now);
            if (_readDelay >= 0)
            {
                trace.Record(InkStage.Total, command.Since - _readDelay, now);
            }
        }

        lock (shown.Gate)
        {
            planner.Accept(command, now);
        }
    }

    private void Fail(in PlannedRefresh command)
    {
        lock (shown.Gate)
        {
            planner.Fail(command, time.GetTimestamp());
            Wake();
        }
    }
}
