using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>
/// Where a moved stroke lies, measured from where it was drawn: scaled about the page's corner, then shifted. Whole
/// steps and whole numbers in every calculation, so that the result is the same on every machine.
/// </summary>
/// <param name="X">To the right, in steps of 1/<see cref="InkPoint.StepsPerMillimetre"/> mm, at most <see cref="MostShift"/> either way.</param>
/// <param name="Y">Downwards, likewise.</param>
/// <param name="Scale">In 1/<see cref="UnitScale"/>, from <see cref="LeastScale"/> to <see cref="MostScale"/>.</param>
public readonly record struct Placement(int X, int Y, int Scale)
{
    /// <summary>The scale that leaves the size as it is.</summary>
    public const int UnitScale = 1024;

    /// <summary>The smallest scale: 1/64.</summary>
    public const int LeastScale = 16;

    /// <summary>The largest scale: 64.</summary>
    public const int MostScale = 65_536;

    /// <summary>The largest shift in steps: a kilometre.</summary>
    public const int MostShift = 128_000_000;

    private const int MostCoordinate = (int)(InkLimits.Coordinate * InkPoint.StepsPerMillimetre);
    private const int MostWidth = 64 * (int)InkPoint.StepsPerMillimetre;

    /// <summary>Where it was drawn.</summary>
    public static readonly Placement AsDrawn = new(0, 0, UnitScale);

    /// <summary>This placement, shifted further.</summary>
    /// <param name="millimetresRight">To the right.</param>
    /// <param name="millimetresDown">Downwards.</param>
    /// <returns>The placement, within the limits.</returns>
    public Placement Shifted(float millimetresRight, float millimetresDown) => this with
    {
        X = Limit(X + Math.Round((double)millimetresRight * InkPoint.StepsPerMillimetre)),
        Y = Limit(Y + Math.Round((double)millimetresDown * InkPoint.StepsPerMillimetre)),
    };

    /// <summary>This placement, scaled about a point of the page.</summary>
    /// <param name="factor">Above 0; 1 leaves it.</param>
    /// <param name="centreX">Millimetres.</param>
    /// <param name="centreY">Millimetres.</param>
    /// <returns>The placement, within the limits.</returns>
    public Placement Scaled(float factor, float centreX, float centreY)
    {
        // What the limits and whole steps leave of the factor, so that the centre stays where it is.
        var scale = (int)Math.Clamp(Math.Round((double)Scale * factor), LeastScale, MostScale);
        var kept = (double)scale / Scale;
        var (x, y) = ((double)centreX * InkPoint.StepsPerMillimetre, (double)centreY * InkPoint.StepsPerMillimetre);
        return new Placement(Limit(Math.Round(x + ((X - x) * kept))), Limit(Math.Round(y + ((Y - y) * kept))), scale);
    }

    /// <summary>The stroke where it lies now.</summary>
    /// <param name="stroke">The stroke as drawn, on whole steps.</param>
    /// <returns>The stroke itself when it was not moved. What would leave the limits of ink is held at them.</returns>
    public Stroke Apply(Stroke stroke)
    {
        if (this == AsDrawn)
        {
            return stroke;
        }

        var points = new InkPoint[stroke.Points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var point = stroke.Points[i];
            points[i] = point with { X = Place(point.X, X), Y = Place(point.Y, Y) };
        }

        var width = Math.Clamp(Times((long)MathF.Round(stroke.Width * InkPoint.StepsPerMillimetre)), 1, MostWidth);
        return new Stroke(ImmutableArray.Create(points), stroke.Tool, width / InkPoint.StepsPerMillimetre);
    }

    private static int Limit(double steps) => double.IsNaN(steps) ? 0 : (int)Math.Clamp(steps, -MostShift, MostShift);

    private float Place(float value, int shift)
    {
        var steps = (long)Math.Round((double)value * InkPoint.StepsPerMillimetre);
        return Math.Clamp(Times(steps) + shift, -MostCoordinate, MostCoordinate) / InkPoint.StepsPerMillimetre;
    }

    /// <summary>Scaled, to the nearest step, halves up.</summary>
    private long Times(long steps) => ((steps * Scale) + (UnitScale / 2)) >> 10;
}
