using Device.Core.Ink;

namespace Device.Recognition.Mathematics;

/// <summary>A reading of a group of strokes: a sign and the logarithm of its probability with the sign's rarity.</summary>
internal readonly record struct GlyphReading(string Sign, float Score);

/// <summary>Strokes that may be one sign, and what they may say, best first. <paramref name="Cohesion"/> is what speaks for their being one.</summary>
internal sealed record MathGlyph(int[] Strokes, InkBounds Box, GlyphReading[] Readings, float Cohesion)
{
    internal GlyphReading[] Readings { get; private set; } = Readings;

    /// <summary>How much a reading counts against neighbours and places; more strokes explain more ink.</summary>
    internal float Trust => MathWeights.PerSign + (MathWeights.PerStroke * Strokes.Length);

    internal float Best => Readings.Length == 0 ? float.NegativeInfinity : (Trust * Readings[0].Score) + Cohesion;

    /// <summary>The place of a sign among the readings; it becomes the last and least likely of them when it is none.</summary>
    internal int IndexOf(string sign, float? score = null)
    {
        var at = Array.FindIndex(Readings, r => r.Sign == sign);
        if (at < 0)
        {
            Readings = [.. Readings, new GlyphReading(sign, score ?? (Readings[^1].Score - 1))];
            at = Readings.Length - 1;
        }

        return at;
    }
}
