using System.Numerics.Tensors;
using System.Text.Json;
using Device.Recognition.Models;
using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Speech.Phrases;

/// <summary>
/// Mean and spread of every number of the embedding over much speech, of a bundle of kind <see cref="BundleKind"/>: embeddings are
/// alike only in what sets them apart from speech in general. Immutable.
/// </summary>
public sealed class EmbeddingScale
{
    /// <summary>The kind of bundle this reads.</summary>
    public const string BundleKind = "speech-phrases";

    private const string FileName = "statistics.json";

    private readonly float[] _mean;
    private readonly float[] _inverse;

    /// <summary>Reads a bundle.</summary>
    /// <param name="bundle">A bundle whose files have been checked.</param>
    /// <exception cref="ModelBundleException">It is of another kind, or its numbers are not the expected ones.</exception>
    public EmbeddingScale(ModelBundle bundle)
    {
        SpeechNet.CheckKind(bundle, BundleKind);
        Statistics? read;
        try
        {
            read = JsonSerializer.Deserialize(bundle.Read(FileName), PhraseJson.Default.Statistics);
        }
        catch (JsonException e)
        {
            throw new ModelBundleException(bundle.Directory, FileName, $"line {(e.LineNumber ?? 0) + 1}: not the expected JSON", e);
        }

        if (read is not { Mean.Length: SpeechEmbedding.Length, Deviation.Length: SpeechEmbedding.Length }
            || !read.Mean.All(float.IsFinite) || !read.Deviation.All(d => float.IsFinite(d) && d > 0))
        {
            throw new ModelBundleException(bundle.Directory, FileName, $"expected \"mean\" and \"deviation\" of {SpeechEmbedding.Length} finite numbers each, the latter above 0");
        }

        _mean = read.Mean;
        _inverse = [.. read.Deviation.Select(d => 1 / d)];
    }

    /// <summary>Scales embeddings in place: no mean, a spread of one, and a length of one each.</summary>
    /// <param name="embeddings">Any number of <see cref="SpeechEmbedding.Length"/> values.</param>
    public void Apply(Span<float> embeddings)
    {
        for (var at = 0; at < embeddings.Length; at += SpeechEmbedding.Length)
        {
            var one = embeddings.Slice(at, SpeechEmbedding.Length);
            TensorPrimitives.Subtract(one, _mean, one);
            TensorPrimitives.Multiply(one, _inverse, one);
            TensorPrimitives.Divide(one, TensorPrimitives.Norm<float>(one) + 1e-6f, one);
        }
    }

    internal sealed record Statistics(float[]? Mean, float[]? Deviation);
}
