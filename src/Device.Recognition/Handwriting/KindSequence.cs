namespace Device.Recognition.Handwriting;

/// <summary>How natural it is that one kind of character follows another, as logarithms. Judgement, not counts.</summary>
internal static class KindSequence
{
    internal const int Kinds = 6;

    private static ReadOnlySpan<float> First => [0, -0.3f, -0.3f, -0.5f, -1, -3];

    /// <summary>Rows: the character before; columns: this one, in the order of <see cref="CharacterKind"/>.</summary>
    private static ReadOnlySpan<float> Next =>
    [
        0, -3, -2.5f, -1.5f, -3, -1,
        -3, 0, -3, -2.5f, -2, -1,
        -2.5f, -0.4f, -0.4f, -1.5f, -2, -1,
        -1, -2, -2, 0, -2, -0.7f,
        -2, -1, -1, -1, 0, -0.7f,
        -0.3f, -0.5f, -0.5f, -0.3f, -0.7f, -1.5f,
    ];

    internal static float Start(CharacterKind kind) => First[(int)kind];

    internal static float Step(CharacterKind before, CharacterKind kind) => Next[((int)before * Kinds) + (int)kind];
}
