namespace Device.Core.Ink;

/// <summary>What has been read of a sample: a top-level trace group, or the traces outside of groups.</summary>
internal sealed class InkMlPart
{
    public string? Truth { get; set; }

    public string? Label { get; set; }

    public string? Kind { get; set; }

    public string? Writer { get; set; }

    /// <summary>Whether the part says what its ink means.</summary>
    public bool IsLabelled => (Truth ?? Label) is not null;

    /// <summary>Whether it only points at traces that stand elsewhere.</summary>
    public bool IsView { get; set; }

    /// <summary>The document's time, in milliseconds, that is 0 in the strokes; null before the first time.</summary>
    public double? Origin { get; set; }

    public List<Stroke> Strokes { get; } = [];

    /// <summary>Takes over the strokes of another part, on this part's time line.</summary>
    /// <returns>False when the two are too far apart in time.</returns>
    public bool TryAdd(InkMlPart other)
    {
        Origin ??= other.Origin;
        var shift = (float)((other.Origin ?? Origin ?? 0) - (Origin ?? 0));
        if (shift == 0)
        {
            Strokes.AddRange(other.Strokes);
            return true;
        }

        Strokes.AddRange(other.Strokes.Select(s => new Stroke([.. s.Points.Select(p => p with { Time = p.Time + shift })], s.Tool, s.Width)));
        return !Strokes[^other.Strokes.Count..].Any(s => s.Points.Any(p => Math.Abs(p.Time) > InkLimits.TimeMilliseconds));
    }
}
