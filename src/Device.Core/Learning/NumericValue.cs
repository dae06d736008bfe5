namespace Device.Core.Learning;

/// <summary>The value of a tree in double precision where its letters have values; NaN where it has none.</summary>
internal static class NumericValue
{
    /// <summary>Values at which two expressions are compared; the same for everyone, so that a grade can be repeated.</summary>
    public static double Seeded(string symbol, int round)
    {
        if (symbol == "π")
        {
            return Math.PI;
        }

        // Knuth's multiplicative hash of the name and the round, to a value between 0.3 and 2.7.
        var hash = symbol.Aggregate(2_166_136_261u + (uint)round, (h, c) => (h ^ c) * 16_777_619u) * 2_654_435_761u;
        return 0.3 + (2.4 * (hash / (double)uint.MaxValue));
    }

    public static double Of(Expression node, Func<string, double> letters)
    {
        double At(int i) => Of(node.Parts[i], letters);
        return node.Kind switch
        {
            ExpressionKind.Number => Rational.ParseDecimal(node.Text).ToDouble(),
            ExpressionKind.Symbol => letters(node.Text),
            ExpressionKind.Sum => node.Parts.Sum(p => Of(p, letters)),
            ExpressionKind.Mixed => At(0) + At(1),
            ExpressionKind.Negation => -At(0),
            ExpressionKind.Product => node.Parts.Aggregate(1.0, (product, p) => product * Of(p, letters)),
            ExpressionKind.Quotient => At(0) / At(1),
            ExpressionKind.Power => Math.Pow(At(0), At(1)),
            ExpressionKind.Root => node.Parts.Length > 1 ? Root(At(0), At(1)) : Math.Sqrt(At(0)),
            ExpressionKind.Percent => At(0) / 100,
            ExpressionKind.Degree => At(0) * Math.PI / 180,
            ExpressionKind.Absolute => Math.Abs(At(0)),
            ExpressionKind.Function => Function(node.Text, At(0), node.Parts.Length > 1 ? At(1) : 10),
            _ => double.NaN,
        };
    }

    private static double Root(double of, double degree) => of < 0 && degree % 2 == 1 ? -Math.Pow(-of, 1 / degree) : Math.Pow(of, 1 / degree);

    private static double Function(string name, double of, double logBase) => name switch
    {
        "sin" => Math.Sin(of),
        "cos" => Math.Cos(of),
        "tan" => Math.Tan(of),
        "cot" => 1 / Math.Tan(of),
        "ln" => Math.Log(of),
        "lg" or "log" => Math.Log(of) / Math.Log(logBase),
        _ => double.NaN,
    };
}
