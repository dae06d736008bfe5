namespace Device.Recognition.Mathematics;

/// <summary>Sorts items side by side into a row and the scripts at its items, by height against the row and by size.</summary>
internal sealed class ScriptRow(float typical)
{
    private const float UpperPrior = -0.8f;
    private const float LowerPrior = -1.3f;

    private enum Place
    {
        Right,
        Upper,
        Lower,
    }

    internal MathRow Read(List<MathItem> items)
    {
        var ordered = items.OrderBy(i => i.Box.Left + (0.25f * i.Box.Width)).ToList();
        var row = new List<MathItem>();
        float em = float.NaN, baseline = float.NaN, first = float.NaN, score = 0;
        var sizes = new List<float>();
        MathItem? host = null;
        List<MathItem> upper = [], lower = [];
        foreach (var item in ordered)
        {
            var (place, fit) = Where(item, host, em, baseline, sizes.Count);
            score += fit;
            if (place != Place.Right)
            {
                (place == Place.Upper ? upper : lower).Add(item);
                continue;
            }

            score += Close(host, upper, lower);
            (upper, lower) = ([], []);
            row.Add(item);
            host = item;
            var (size, stands) = item.Frame();
            if (!float.IsNaN(size))
            {
                sizes.Add(size);
                sizes.Sort();
                em = sizes[sizes.Count / 2];
                baseline = float.IsNaN(baseline) ? stands : (0.4f * baseline) + (0.6f * stands);
                first = float.IsNaN(first) ? stands : first;
            }
            else if (item.Form == ItemForm.Fraction && float.IsNaN(baseline))
            {
                baseline = item.Axis + (0.42f * typical);
                first = baseline;
            }
        }

        score += Close(host, upper, lower);
        em = float.IsNaN(em) ? typical : em;
        first = float.IsNaN(first) ? (row.Count > 0 ? row[0].Axis + (0.42f * em) : 0) : first;
        score += row.SelectMany(i => i.Rows).Sum(r => r.Score);
        return new MathRow(row, em, first, score);
    }

    private float Close(MathItem? host, List<MathItem> upper, List<MathItem> lower)
    {
        var score = 0f;
        if (host is null)
        {
            return score;
        }

        if (upper.Count > 0)
        {
            host.Upper = new ScriptRow(0.6f * typical).Read(upper);
            score += host.Upper.Score;
        }

        if (lower.Count > 0)
        {
            host.Lower = new ScriptRow(0.6f * typical).Read(lower);
            score += host.Lower.Score;
        }

        return score;
    }

    private (Place Place, float Score) Where(MathItem item, MathItem? host, float em, float baseline, int known)
    {
        if (host is null || float.IsNaN(baseline))
        {
            return (Place.Right, 0);
        }

        var unit = known > 0 && !float.IsNaN(em) ? em : typical;
        var (size, stands) = item.Frame();
        float right, up, low;
        if (!float.IsNaN(size))
        {
            var dy = (baseline - stands) / unit;
            var ratio = MathF.Log(Math.Max(size, 1e-3f) / unit);
            right = Fit(dy, 0, 0.22f) + Fit(ratio, 0, 0.3f);
            up = Fit(dy, 0.5f, 0.2f) + Fit(ratio, -0.48f, 0.25f);
            low = Fit(dy, -0.27f, 0.14f) + Fit(ratio, -0.48f, 0.25f);
        }
        else
        {
            var dy = (baseline - item.Axis) / unit;
            var extent = item.IsBar ? item.Box.Width / 0.5f : item.Kind is SignKind.Open or SignKind.Close ? item.Box.Height / 1.2f : item.Form == ItemForm.Fraction ? item.Box.Height / 2.4f : float.NaN;
            var ratio = float.IsNaN(extent) ? -0.2f : MathF.Log(Math.Max(extent, 1e-3f) / unit);
            var loose = item.Form == ItemForm.Fraction || item.Kind is SignKind.Open or SignKind.Close ? 0.3f : 0.2f;
            right = Fit(dy, item.Kind == SignKind.Point ? 0.02f : 0.42f, loose) + Fit(Math.Min(ratio, 0), 0, 0.4f);
            up = Fit(dy, 0.76f, 0.2f) + Fit(ratio, -0.48f, 0.35f);
            low = Fit(dy, -0.02f, 0.14f) + Fit(ratio, -0.48f, 0.35f);
        }

        var mayUpper = IsHost(host) && item.Kind is not (SignKind.Relation or SignKind.Point or SignKind.Unit);
        var mayLower = mayUpper && host.Kind == SignKind.Letter && item.Kind is SignKind.Digit or SignKind.Letter;
        up = mayUpper ? up + UpperPrior : float.NegativeInfinity;
        low = mayLower ? low + LowerPrior : float.NegativeInfinity;
        var best = up > right && up >= low ? (Place.Upper, up) : low > right ? (Place.Lower, low) : (Place.Right, right);

        // A place that fits nothing is a place all the same; beyond this it would outweigh what the signs say.
        return (best.Item1, Math.Max(best.Item2, -6));
    }

    private static bool IsHost(MathItem host) => host.Kind is SignKind.Digit or SignKind.Letter or SignKind.Close or SignKind.Structure;

    private static float Fit(float value, float mean, float spread)
    {
        var z = (value - mean) / spread;
        return -0.5f * Math.Min(z * z, 16);
    }
}
