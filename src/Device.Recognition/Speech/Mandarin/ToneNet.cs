using System.Numerics.Tensors;
using Device.Recognition.Models;
using Microsoft.ML.OnnxRuntime;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>The tone of a syllable from its pitch: the network <c>tone.onnx</c> of a Mandarin bundle. One caller at a time.</summary>
public sealed class ToneNet : IDisposable
{
    /// <summary>Tones: the first to the fourth, and the neutral one as the fifth.</summary>
    public const int Tones = 5;

    private const string ModelFile = "tone.onnx";

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    /// <summary>Loads the network.</summary>
    /// <param name="bundle">A Mandarin bundle whose files have been checked.</param>
    /// <exception cref="ModelBundleException">The network cannot be used.</exception>
    public ToneNet(ModelBundle bundle)
    {
        _session = SpeechNet.Load(bundle, ModelFile);
        try
        {
            SpeechNet.Check(bundle, ModelFile, _session.InputMetadata, "features", SpeechNet.Any, ToneFeatures.Length);
            SpeechNet.Check(bundle, ModelFile, _session.OutputMetadata, "logits", SpeechNet.Any, Tones);
        }
        catch (ModelBundleException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Hears the tones of successive syllables.</summary>
    /// <param name="track">The utterance's pitch.</param>
    /// <param name="syllables">Where each syllable is, in values of the track.</param>
    /// <returns>For each syllable the log probabilities of <see cref="Tones"/> tones.</returns>
    public float[][] Hear(PitchTrack track, ReadOnlySpan<LabelSpan> syllables)
    {
        if (syllables.IsEmpty)
        {
            return [];
        }

        var features = new float[syllables.Length * ToneFeatures.Length];
        var median = track.Median();
        for (var i = 0; i < syllables.Length; i++)
        {
            float? before = i > 0 ? track.Mean(syllables[i - 1].Start, syllables[i - 1].End) : null;
            float? after = i + 1 < syllables.Length ? track.Mean(syllables[i + 1].Start, syllables[i + 1].End) : null;
            ToneFeatures.Fill(track, syllables[i].Start, syllables[i].End, median, before, after, features.AsSpan(i * ToneFeatures.Length));
        }

        using var input = OrtValue.CreateTensorValueFromMemory(features, [syllables.Length, ToneFeatures.Length]);
        using var outputs = _session.Run(_run, ["features"], [input], ["logits"]);
        var logits = outputs[0].GetTensorDataAsSpan<float>();
        var tones = new float[syllables.Length][];
        for (var i = 0; i < tones.Length; i++)
        {
            var row = new float[Tones];
            TensorPrimitives.SoftMax(logits.Slice(i * Tones, Tones), row);
            TensorPrimitives.Max(row, 1e-6f, row);
            TensorPrimitives.Log(row, row);
            tones[i] = row;
        }

        return tones;
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
