namespace Device.Recognition.Handwriting;

/// <summary>How natural it is that one kind of character follows another, as logarithms. Judgement, not counts.</summary>
internal static class KindSequence
{
    internal const int Kinds = 6;

    private static ReadOnlySpan<float> First => [0, -0.2f, -0.2f, -0.3f, -2, -2];

    /// <summary>Rows: the character before; columns: this one, in the order of <see cref="CharacterKind"/>.</summary>
    private static ReadOnlySpan<float> Next =>
    [
        0, -1.7f, -1.4f, -0.9f, -2.5f, -0.6f,
        -1.7f, 0, -2.5f, -2.5f, -2.5f, -0.8f,
        -1.4f, -0.3f, -0.3f, -1.2f, -2.5f, -0.8f,
        -0.6f, -2, -1.6f, 0, -2, -0.5f,
        -1.5f, -1, -1, -0.8f, -0.3f, -0.5f,
        -0.2f, -0.4f, -0.3f, -0.2f, -1.5f, -1.2f,
    ];

    internal static float Start(CharacterKind kind) => First[(int)kind];

    internal static float Step(CharacterKind before, CharacterKind kind) => Next[((int)before * Kinds) + (int)kind];
}
