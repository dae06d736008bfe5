namespace Device.Screen.Tests;

/// <summary>
/// Makes a matrix of blue noise by void and cluster (Ulichney 1993): points are ranked so that those of the lowest ranks, however
/// many are taken, lie evenly and without order. Whole numbers only, so that every processor makes the same. Seeded.
/// </summary>
internal sealed class VoidAndCluster
{
    private const double Sigma = 1.5;
    private readonly int _side;
    private readonly int[] _near;
    private readonly int[] _energy;
    private readonly bool[] _set;

    private VoidAndCluster(int side)
    {
        (_side, _near, _energy, _set) = (side, new int[side * side], new int[side * side], new bool[side * side]);
        for (var i = 0; i < _near.Length; i++)
        {
            var (x, y) = (Math.Min(i % side, side - (i % side)), Math.Min(i / side, side - (i / side)));
            _near[i] = (int)Math.Round(1e6 * Math.Exp(-((x * x) + (y * y)) / (2 * Sigma * Sigma)));
        }
    }

    /// <summary>Thresholds 0 to 255, row by row, each equally often.</summary>
    internal static byte[] Make(int side, int seed)
    {
        var (map, ranks) = (new VoidAndCluster(side), new int[side * side]);
        var random = new Random(seed);
        var count = side * side / 10;
        for (var placed = 0; placed < count;)
        {
            var at = random.Next(side * side);
            if (!map._set[at])
            {
                map.Toggle(at);
                placed++;
            }
        }

        // Move the tightest point into the largest hole until it would go back where it was.
        for (var moved = true; moved;)
        {
            var tight = map.Tightest();
            map.Toggle(tight);
            var hole = map.Hole();
            map.Toggle(hole);
            moved = hole != tight;
        }

        var start = (bool[])map._set.Clone();
        for (var rank = count - 1; rank >= 0; rank--)
        {
            var tight = map.Tightest();
            ranks[tight] = rank;
            map.Toggle(tight);
        }

        for (var i = 0; i < start.Length; i++)
        {
            if (start[i])
            {
                map.Toggle(i);
            }
        }

        for (var rank = count; rank < side * side; rank++)
        {
            var hole = map.Hole();
            ranks[hole] = rank;
            map.Toggle(hole);
        }

        return [.. ranks.Select(r => (byte)(r * 256 / (side * side)))];
    }

    private void Toggle(int at)
    {
        var sign = _set[at] ? -1 : 1;
        _set[at] = !_set[at];
        var (ax, ay) = (at % _side, at / _side);
        for (var i = 0; i < _energy.Length; i++)
        {
            var (x, y) = ((i % _side) - ax, (i / _side) - ay);
            _energy[i] += sign * _near[((y + _side) % _side * _side) + ((x + _side) % _side)];
        }
    }

    private int Tightest() => Best(set: true, sign: 1);

    private int Hole() => Best(set: false, sign: -1);

    private int Best(bool set, int sign)
    {
        var (best, most) = (-1, int.MinValue);
        for (var i = 0; i < _energy.Length; i++)
        {
            if (_set[i] == set && sign * _energy[i] > most)
            {
                (best, most) = (i, sign * _energy[i]);
            }
        }

        return best;
    }
}
