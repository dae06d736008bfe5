namespace Device.Recognition.Mathematics;

/// <summary>Weights of the reader of mathematics, all in natural logarithms; set by hand on composed expressions of seeds below 1000.</summary>
internal static class MathWeights
{
    internal const float PerSign = 0.6f;
    internal const float PerStroke = 0.4f;

    /// <summary>What every sign costs, so that few signs are favoured.</summary>
    internal const float Sign = -0.6f;

    /// <summary>Against strokes apart from each other in one sign, for each typical height between them.</summary>
    internal const float Apart = -3f;

    /// <summary>Against strokes in one sign with free space between them from left to right, and for each typical height of it.</summary>
    internal const float Beside = -1.5f;
    internal const float BesideWidth = -8f;

    /// <summary>For strokes that cross in one sign.</summary>
    internal const float Crossing = 4f;

    /// <summary>For strokes one over the other that nearly touch in one sign.</summary>
    internal const float Touching = 2.5f;

    /// <summary>For a stroke in the middle of the sign's other strokes.</summary>
    internal const float Inside = 3f;

    internal const float Place = 0.5f;
    internal const float Relation = 1f;
    internal const float Context = 1f;
    internal const float NotAnExpression = -4f;
}
