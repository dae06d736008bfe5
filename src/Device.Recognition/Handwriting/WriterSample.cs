namespace Device.Recognition.Handwriting;

/// <summary>Ink of which the writer said what it is.</summary>
/// <param name="Class">The class, by its place among the labels.</param>
/// <param name="Embedding">What the network makes of it, of length 1.</param>
/// <param name="Margin">Score of the class less the best other's, without any profile: below 0 the network reads it wrong.</param>
/// <param name="Ordinal">Counts up with every sample taken: the lowest is the oldest.</param>
internal sealed record WriterSample(int Class, float[] Embedding, float Margin, long Ordinal);
