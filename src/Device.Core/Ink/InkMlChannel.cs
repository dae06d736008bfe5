namespace Device.Core.Ink;

/// <summary>What a channel of a trace means to us.</summary>
internal enum InkMlRole
{
    Other,
    X,
    Y,
    Time,
    Force,
}

/// <summary>One channel of a trace format, with the way from its numbers to ours: <c>(number - Offset) * Scale</c>.</summary>
/// <param name="Name">Its name in the document.</param>
/// <param name="Role">What it means.</param>
/// <param name="IsIntermittent">Whether a point may leave it out.</param>
/// <param name="Offset">Subtracted first.</param>
/// <param name="Scale">Multiplied then; 0 for a force whose range the document does not state.</param>
internal sealed record InkMlChannel(string Name, InkMlRole Role, bool IsIntermittent, double Offset, double Scale)
{
    /// <summary>Whether numbers are ours as they stand, so that a float keeps its last bit.</summary>
    public bool IsIdentity => Offset == 0 && Scale is 1 or 0;

    public double Map(double number) => IsIdentity ? number : (number - Offset) * Scale;

    /// <summary>Makes a channel from the attributes of its element.</summary>
    /// <exception cref="FormatException">The attributes contradict each other; the message says how.</exception>
    public static InkMlChannel Create(string name, bool isIntermittent, string? units, double? min, double? max, string? orientation)
    {
        var role = name switch
        {
            "X" => InkMlRole.X,
            "Y" => InkMlRole.Y,
            "T" => InkMlRole.Time,
            "F" => InkMlRole.Force,
            _ => InkMlRole.Other,
        };
        var (offset, scale) = role switch
        {
            InkMlRole.X or InkMlRole.Y => (0, orientation == "-ve" ? -1 : 1),
            InkMlRole.Time => (0, Milliseconds(units)),
            InkMlRole.Force => Force(units, min, max),
            _ => (0d, 1d),
        };
        return new InkMlChannel(name, role, isIntermittent, offset, scale);
    }

    private static double Milliseconds(string? units) => units switch
    {
        null or "" or "ms" or "dev" => 1,
        "s" => 1000,
        "us" => 0.001,
        "ns" => 0.000_001,
        _ => throw new FormatException($"units '{units}', ms, s, us or ns expected"),
    };

    private static (double Offset, double Scale) Force(string? units, double? min, double? max) => (units, max) switch
    {
        (_, { } most) when most > (min ?? 0) => (min ?? 0, 1 / (most - (min ?? 0))),
        (_, { } most) => throw new FormatException($"max {most} is not above min {min ?? 0}"),
        ("%", null) => (0, 0.01),
        _ => (0, 0),
    };
}
