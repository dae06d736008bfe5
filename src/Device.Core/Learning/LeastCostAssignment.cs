namespace Device.Core.Learning;

/// <summary>
/// The Hungarian method with potentials (Kuhn 1955, Munkres 1957) for rows and columns that may also stay alone at a price.
/// Cubic in rows plus columns.
/// </summary>
internal static class LeastCostAssignment
{
    /// <summary>Assigns rows to columns.</summary>
    /// <param name="cost">Cost of each pair, 0 or more.</param>
    /// <param name="alone">Price of a row or a column without partner.</param>
    /// <param name="columnOf">Filled with each row's column, -1 for none.</param>
    /// <returns>The total.</returns>
    internal static float Solve(float[,] cost, float alone, int[] columnOf)
    {
        int rows = cost.GetLength(0), columns = cost.GetLength(1), n = rows + columns;
        var (u, v, match, way) = (new double[n + 1], new double[n + 1], new int[n + 1], new int[n + 1]);
        for (var row = 1; row <= n; row++)
        {
            match[0] = row;
            var column = 0;
            var least = new double[n + 1];
            Array.Fill(least, double.MaxValue);
            var used = new bool[n + 1];
            do
            {
                used[column] = true;
                var (from, delta, next) = (match[column], double.MaxValue, 0);
                for (var j = 1; j <= n; j++)
                {
                    if (used[j])
                    {
                        continue;
                    }

                    var reduced = At(from - 1, j - 1) - u[from] - v[j];
                    (least[j], way[j]) = reduced < least[j] ? (reduced, column) : (least[j], way[j]);
                    (delta, next) = least[j] < delta ? (least[j], j) : (delta, next);
                }

                for (var j = 0; j <= n; j++)
                {
                    if (used[j])
                    {
                        u[match[j]] += delta;
                        v[j] -= delta;
                    }
                    else
                    {
                        least[j] -= delta;
                    }
                }

                column = next;
            }
            while (match[column] != 0);

            for (; column != 0; column = way[column])
            {
                match[column] = match[way[column]];
            }
        }

        Array.Fill(columnOf, -1);
        double total = 0;
        for (var j = 1; j <= n; j++)
        {
            total += At(match[j] - 1, j - 1);
            if (match[j] <= rows && j <= columns)
            {
                columnOf[match[j] - 1] = j - 1;
            }
        }

        return (float)total;

        double At(int i, int j) => (i < rows, j < columns) switch
        {
            (true, true) => cost[i, j],
            (false, false) => 0,
            _ => alone,
        };
    }
}
