using Device.Core.Screen;

namespace Device.Screen.Refresh;

/// <summary>Regions that the panel is taken to be driving: from when a command is let go until its waveform's time is over. Not thread-safe.</summary>
internal sealed class DrivenRegions
{
    private readonly List<Driven> _all = new(64);

    internal int Count => _all.Count;

    /// <summary>When the first region under way is free; never while all of them still wait for the panel to take them.</summary>
    internal long FirstEnd
    {
        get
        {
            var first = long.MaxValue;
            foreach (var driven in _all)
            {
                first = Math.Min(first, driven.End);
            }

            return first;
        }
    }

    internal Driven this[int index] => _all[index];

    internal void Begin(in PlannedRefresh command) => _all.Add(new Driven(command.Id, command.Region, command.Intent, long.MaxValue));

    /// <summary>The panel has taken a command.</summary>
    internal void Accept(long id, long end)
    {
        var at = IndexOf(id);
        _all[at] = _all[at] with { End = end };
    }

    internal void Remove(long id) => _all.RemoveAt(IndexOf(id));

    /// <summary>Forgets what is done.</summary>
    internal void Advance(long now)
    {
        for (var i = _all.Count - 1; i >= 0; i--)
        {
            if (_all[i].End <= now)
            {
                _all.RemoveAt(i);
            }
        }
    }

    private int IndexOf(long id)
    {
        for (var i = 0; i < _all.Count; i++)
        {
            if (_all[i].Id == id)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"command {id} is not under way");
    }

    /// <summary>A region under way.</summary>
    internal readonly record struct Driven(long Id, PixelRect Region, RefreshIntent Intent, long End);
}
