using Device.Core.Screen;
using Device.Screen.Refresh;

namespace Device.Screen.Tests;

/// <summary>
/// A planner, a panel that takes everything at once, and a book of what every cell of 8 x 8 pixels was asked for and has got.
/// Time stamps are milliseconds. Fails the test when a command breaks a rule.
/// </summary>
internal sealed class PlannerRun(PanelCapabilities panel, ScreenRefreshOptions options)
{
    private readonly int[] _wanted = new int[(panel.Width / 8) * (panel.Height / 8)];
    private readonly int[] _sent = new int[(panel.Width / 8) * (panel.Height / 8)];
    private readonly RefreshIntent?[] _owed = new RefreshIntent?[(panel.Width / 8) * (panel.Height / 8)];
    private readonly List<(PixelRect Region, RefreshIntent Intent, long End)> _driven = [];
    private int _version;

    internal RefreshPlanner Planner { get; } = new(panel, options, 1000);

    internal PanelTiming Timing { get; init; } = PanelTiming.Typical;

    internal bool Fails { get; set; }

    internal long Now { get; private set; } = 1_000;

    internal long LongestPenWait { get; private set; }

    internal void Advance(long milliseconds) => Now += milliseconds;

    internal void Request(PixelRect region, RefreshIntent intent)
    {
        Planner.Timing = Timing;
        Planner.Request(region, intent, Now);
        _version++;
        foreach (var cell in Cells(region))
        {
            _wanted[cell] = _version;
            _owed[cell] = _owed[cell] is { } owed && owed > intent ? owed : intent;
        }
    }

    /// <summary>Takes what may go now.</summary>
    internal List<(PixelRect Region, RefreshIntent Intent)> TakeAll()
    {
        Planner.Timing = Timing;
        var taken = new List<(PixelRect, RefreshIntent)>();
        while (Planner.TryTake(Now, penOnly: false, out var command))
        {
            taken.Add((command.Region, command.Intent));
            _driven.RemoveAll(d => d.End <= Now);
            Assert.InRange(_driven.Count, 0, Timing.Engines - 1);
            Assert.All(_driven, d => Assert.True(
                (d.Intent == RefreshIntent.Pen && command.Intent == RefreshIntent.Pen) || d.Region.Intersect(command.Region).IsEmpty,
                $"{command} meets {d}"));
            if (Fails)
            {
                Planner.Fail(command, Now);
                foreach (var cell in Cells(command.Region))
                {
                    _sent[cell] = -1;
                    _owed[cell] = _owed[cell] is { } owed && owed > command.Intent ? owed : command.Intent;
                }

                continue;
            }

            _driven.Add((command.Region, command.Intent, Now + (long)Timing[command.Intent].TotalMilliseconds));
            LongestPenWait = command.Intent == RefreshIntent.Pen ? Math.Max(LongestPenWait, Now - command.Since) : LongestPenWait;
            Planner.Accept(command, Now);
            foreach (var cell in Cells(command.Region))
            {
                _sent[cell] = _wanted[cell];
                _owed[cell] = _owed[cell] <= command.Intent ? null : _owed[cell];
            }
        }

        return taken;
    }

    /// <summary>Wakes the planner when it asks for it, until it has nothing more to do but to clean.</summary>
    internal void Finish()
    {
        for (var wakes = 0; Planner.IsPending; wakes++)
        {
            TakeAll();
            var next = Planner.NextWake(Now);
            Assert.InRange(wakes, 0, 2_000);
            if (Planner.IsPending)
            {
                Assert.InRange(next, Now + 1, Now + 10_000);
                Now = next;
            }
        }
    }

    internal void AssertEverythingWasSent()
    {
        Assert.Equal(_wanted, _sent);
        Assert.All(_owed, o => Assert.Null(o));
    }

    internal void AssertDebtIsBounded()
    {
        foreach (var debt in Planner.Debt.All)
        {
            Assert.InRange(debt, 0, GhostDebt.Most);
        }
    }

    private IEnumerable<int> Cells(PixelRect region)
    {
        var inside = region.Intersect(panel.Bounds);
        for (var y = inside.Y / 8; y < (inside.Bottom + 7) / 8; y++)
        {
            for (var x = inside.X / 8; x < (inside.Right + 7) / 8; x++)
            {
                yield return (y * (panel.Width / 8)) + x;
            }
        }
    }
}
