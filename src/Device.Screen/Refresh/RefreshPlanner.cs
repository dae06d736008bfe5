using Device.Core.Screen;
using Device.Screen.Frames;

namespace Device.Screen.Refresh;

/// <summary>
/// Decides what is sent to the panel and when: ink first, then what the screen asks for, then cleaning. A region that is being
/// driven takes no new target; what collides with it waits, the rest goes. A pure state machine: time comes in as time stamps,
/// commands go out of <see cref="TryTake"/>. Not thread-safe.
/// </summary>
internal sealed class RefreshPlanner
{
    // Engines that the page leaves to the pen.
    private const int PenReserve = 4;

    private readonly PanelCapabilities _panel;
    private readonly ScreenRefreshOptions _options;
    private readonly long _frequency;
    private readonly RefreshQueue _pen;
    private readonly RefreshQueue _page;
    private readonly List<PixelRect> _cleaning = new(16);
    private readonly DrivenRegions _driven = new();
    private long _lastId;
    private long _penInFlight;
    private long _nextPen = long.MinValue;
    private long _retryAt = long.MinValue;
    private long _lastTouch;
    private long _lastChange;
    private long _lastCleaning;
    private bool _wasTouched;
    private int _turns;

    /// <summary>Makes a planner with nothing to do.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="options">How it plans.</param>
    /// <param name="frequency">Time stamps in a second.</param>
    internal RefreshPlanner(PanelCapabilities panel, ScreenRefreshOptions options, long frequency)
    {
        (_panel, _options, _frequency) = (panel, options, frequency);
        _pen = new RefreshQueue(options.CommandCost);
        _page = new RefreshQueue(options.CommandCost);
        (_lastTouch, _lastChange, _lastCleaning) = (long.MinValue / 2, long.MinValue / 2, long.MinValue / 2);
        Debt = new GhostDebt(panel, options);
    }

    /// <summary>What the panel says of its times.</summary>
    internal PanelTiming Timing { get; set; } = PanelTiming.Immediate;

    internal GhostDebt Debt { get; }

    /// <summary>Whether something is asked for that the panel has not taken yet. Cleaning does not count.</summary>
    internal bool IsPending => _pen.Count + _page.Count > 0 || HasInFlight;

    /// <summary>Whether live ink waits.</summary>
    internal bool IsPenPending => _pen.Count > 0;

    /// <summary>Counts since the start.</summary>
    internal PlannerCounts Counts { get; private set; }

    /// <summary>The counts of merges, pending and driven regions are kept where they arise.</summary>
    internal (int Pending, int Driven, long Merges) Load => (_pen.Count + _page.Count, _driven.Count, _pen.Merges + _page.Merges);

    private bool HasInFlight
    {
        get
        {
            for (var i = 0; i < _driven.Count; i++)
            {
                if (_driven[i].End == long.MaxValue)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The pen touches: nothing flashes now, unless that is allowed.</summary>
    internal void Touch(long now)
    {
        (_lastTouch, _lastChange, _wasTouched) = (now, now, true);
        _cleaning.Clear();
    }

    /// <summary>Asks for a region to be sent.</summary>
    internal void Request(PixelRect region, RefreshIntent intent, long now) => Request(region, intent, now, now);

    /// <summary>Asks for a region to be sent whose reason is older than now.</summary>
    internal void Request(PixelRect region, RefreshIntent intent, long now, long since)
    {
        var aligned = FrameDamage.Align(region, _panel.Bounds);
        if (aligned.IsEmpty)
        {
            return;
        }

        (intent == RefreshIntent.Pen ? _pen : _page).Add(aligned, intent, since);
        _lastChange = Math.Max(_lastChange, now);
        _cleaning.Clear();
    }

    /// <summary>Lets the next <see cref="TryTake"/> try again what has failed.</summary>
    internal void RetryNow() => _retryAt = long.MinValue;

    /// <summary>Counts a page turn.</summary>
    /// <returns><see cref="RefreshIntent.PageTurn"/> when the panel is to be cleaned with it, else <see cref="RefreshIntent.Text"/>.</returns>
    internal RefreshIntent TurnPage(long now)
    {
        if (!_panel.IsElectrophoretic)
        {
            return RefreshIntent.Text;
        }

        _turns++;
        var isDue = (_options.FlashEvery > 0 && _turns >= _options.FlashEvery) || Debt.Due >= Math.Max(1, _options.FlashShare * Debt.Tiles);
        if (!isDue || !MayFlash(now))
        {
            return RefreshIntent.Text;
        }

        _turns = 0;
        return RefreshIntent.PageTurn;
    }

    /// <summary>What settled ink in a region is sent with: greys without a flash, or with one where ghosts ask for it and a flash is allowed.</summary>
    internal RefreshIntent SettleIntent(PixelRect region, long now) =>
        Debt.IsDue(region) && MayFlash(now) ? RefreshIntent.PageTurn : RefreshIntent.Text;

    /// <summary>Takes the next command, of live ink or any other.</summary>
    /// <param name="now">The time.</param>
    /// <param name="penOnly">Only live ink.</param>
    /// <param name="command">The command. Its region counts as driven until <see cref="Accept"/> or <see cref="Fail"/>.</param>
    /// <returns>False when nothing can be sent now.</returns>
    internal bool TryTake(long now, bool penOnly, out PlannedRefresh command)
    {
        _driven.Advance(now);
        if (now < _retryAt)
        {
            command = default;
            return false;
        }

        return TryTakePen(now, out command) || (!penOnly && (TryTakePage(now, out command) || TryTakeCleaning(now, out command)));
    }

    /// <summary>The panel has taken a command.</summary>
    internal void Accept(in PlannedRefresh command, long now)
    {
        var time = Ticks(Timing[command.Intent]);
        _driven.Accept(command.Id, now + time);
        EndFlight(command);
        Debt.Drive(command.Region, command.Intent);
        var area = RectPieces.Area(command.Region);
        Counts = command.IsCleaning
            ? Counts with { Commands = Counts.Commands + 1, Pixels = Counts.Pixels + area, Cleanings = Counts.Cleanings + 1, CleanedPixels = Counts.CleanedPixels + area }
            : Counts with { Commands = Counts.Commands + 1, Pixels = Counts.Pixels + area };
        _turns = command.Intent >= RefreshIntent.PageTurn && command.Region == _panel.Bounds ? 0 : _turns;
    }

    /// <summary>The panel has not taken a command: what it shows there is not known, and the region is asked for again.</summary>
    internal void Fail(in PlannedRefresh command, long now)
    {
        _driven.Remove(command.Id);
        EndFlight(command);
        _page.Add(command.Region, command.Intent < RefreshIntent.Text ? RefreshIntent.Text : command.Intent, command.Since);
        _retryAt = now + Milliseconds(_options.RetryAfter);
        _cleaning.Clear();
        Counts = Counts with { Failures = Counts.Failures + 1 };
    }

    /// <summary>When <see cref="TryTake"/> is to be called again by itself; the largest number when only a new request or an answer of the panel can change anything.</summary>
    internal long NextWake(long now)
    {
        if (_pen.Count + _page.Count + _cleaning.Count > 0)
        {
            var next = _driven.FirstEnd;
            if (_pen.Count > 0 && _penInFlight == 0 && _nextPen > now)
            {
                next = Math.Min(next, _nextPen);
            }

            return Math.Max(next == long.MaxValue && !HasInFlight ? now : next, _retryAt);
        }

        return Debt.Due > 0 && !HasInFlight ? Math.Max(CleaningTime(), _driven.Count > 0 ? _driven.FirstEnd : long.MinValue) : long.MaxValue;
    }

    private bool MayFlash(long now) =>
        _options.FlashWhileWriting || !_wasTouched || now - _lastTouch >= Milliseconds(_options.WritingPause);

    private bool TryTakePen(long now, out PlannedRefresh command)
    {
        command = default;
        if (_pen.Count == 0 || _penInFlight != 0 || now < _nextPen || _driven.Count >= Timing.Engines)
        {
            return false;
        }

        for (var i = 0; i < _pen.Count; i++)
        {
            if (TryPart(_pen[i], isPen: true, now, out var part))
            {
                command = Begin(_pen, i, part);
                _penInFlight = command.Id;

                _nextPen = now + PenPause(now);
                return true;
            }
        }

        return false;
    }

    /// <summary>The engines that are left are spread over the time until another comes free: better larger pieces of ink than a stall.</summary>
    private long PenPause(long now)
    {
        if (_driven.Count * 2 <= Timing.Engines)
        {
            return 0;
        }

        var free = Math.Max(1, Timing.Engines - _driven.Count);
        return Math.Clamp(_driven.FirstEnd - now, 0, Ticks(Timing.Pen)) / free;
    }

    private bool TryTakePage(long now, out PlannedRefresh command)
    {
        command = default;
        if (_driven.Count >= Math.Max(1, Timing.Engines - PenReserve))
        {
            return false;
        }

        for (var i = 0; i < _page.Count; i++)
        {
            if (TryPart(_page[i], isPen: false, now, out var part))
            {
                command = Begin(_page, i, part);
                return true;
            }
        }

        return false;
    }

    private bool TryTakeCleaning(long now, out PlannedRefresh command)
    {
        command = default;
        if (_pen.Count + _page.Count > 0 || now < CleaningTime() || _driven.Count >= Math.Max(1, Timing.Engines - PenReserve))
        {
            return false;
        }

        if (_cleaning.Count == 0)
        {
            if (Debt.Due == 0 || _driven.Count > 0)
            {
                return false;
            }

            GhostCleaning.Choose(Debt, _options.CleanPixels, _options.CleanRectangles, _cleaning);
        }

        command = new PlannedRefresh(++_lastId, _cleaning[^1], RefreshIntent.PageTurn, now, true);
        _cleaning.RemoveAt(_cleaning.Count - 1);
        _driven.Begin(command);
        _lastCleaning = _cleaning.Count == 0 ? now : _lastCleaning;
        return true;
    }

    private long CleaningTime() =>
        Math.Max(_lastChange + Milliseconds(_options.CleanAfter), _lastCleaning + Milliseconds(_options.CleanPause));

    private PlannedRefresh Begin(RefreshQueue queue, int index, PixelRect part)
    {
        var entry = queue[index];
        var command = new PlannedRefresh(++_lastId, part, entry.Intent, entry.Since, false);
        if (part != entry.Region)
        {
            Counts = Counts with { Splits = Counts.Splits + 1 };
        }

        queue.Take(index, part);
        _driven.Begin(command);
        return command;
    }

    private void EndFlight(in PlannedRefresh command)
    {
        if (_penInFlight == command.Id)
        {
            _penInFlight = 0;
        }
    }

    /// <summary>The part of an entry that can be sent now: all of it, or the largest piece beside what is being driven.</summary>
    private bool TryPart(RefreshQueue.Entry entry, bool isPen, long now, out PixelRect part)
    {
        const int MostPieces = 24;
        Span<PixelRect> pieces = stackalloc PixelRect[MostPieces];
        Span<PixelRect> rest = stackalloc PixelRect[RectPieces.Most];
        (pieces[0], part) = (entry.Region, default);
        var count = 1;
        for (var blocker = 0; TryBlocker(blocker, isPen, now, out var taken); blocker++)
        {
            if (!RectPieces.Meets(entry.Region, taken))
            {
                continue;
            }

            // A flash in pieces would be worse than a late one.
            if (entry.Intent >= RefreshIntent.PageTurn)
            {
                return false;
            }

            for (var i = count - 1; i >= 0; i--)
            {
                if (RectPieces.Meets(pieces[i], taken))
                {
                    var left = RectPieces.Subtract(pieces[i], taken, rest);
                    pieces[i] = pieces[--count];
                    for (var p = 0; p < left && count < MostPieces; p++)
                    {
                        pieces[count++] = rest[p];
                    }
                }
            }
        }

        for (var i = 0; i < count; i++)
        {
            part = RectPieces.Area(pieces[i]) > RectPieces.Area(part) ? pieces[i] : part;
        }

        return part == entry.Region || (!part.IsEmpty && (isPen || RectPieces.Area(part) >= _options.SplitFrom));
    }

    /// <summary>Regions that an entry must not meet, one by one; an empty one where an index holds none.</summary>
    private bool TryBlocker(int index, bool isPen, long now, out PixelRect region)
    {
        region = default;
        if (index < _driven.Count)
        {
            // Ink only darkens: what an earlier piece drives has the same target in a later one.
            region = isPen && _driven[index].Intent == RefreshIntent.Pen ? default : _driven[index].Region;
            return true;
        }

        index -= _driven.Count;
        if (!isPen || index >= _page.Count)
        {
            return false;
        }

        // Ink has held this region up for long enough.
        region = now - _page[index].Since >= Milliseconds(_options.HoldLimit) ? _page[index].Region : default;
        return true;
    }

    private long Milliseconds(int milliseconds) => milliseconds * _frequency / 1000;

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _frequency);
}
