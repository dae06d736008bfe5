using System.Numerics.Tensors;
using Device.Recognition.Models;
using Device.Recognition.Speech.Features;
using Microsoft.ML.OnnxRuntime;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// The network of a bundle of kind <see cref="BundleKind"/>: log-mel frames in, log probabilities of initials and finals out, a step
/// every 40 ms. It has no state: a step depends on <see cref="Reach"/> steps on each side. One caller at a time.
/// </summary>
public sealed class AcousticNet : IDisposable
{
    /// <summary>The kind of bundle this reads.</summary>
    public const string BundleKind = "speech-mandarin";

    /// <summary>Frames of log-mel of a step.</summary>
    public const int StepFrames = 4;

    /// <summary>Frames on each side of the steps that the network needs without answering for them.</summary>
    public const int ContextFrames = 26;

    /// <summary>Steps on each side that a step depends on beyond its <see cref="ContextFrames"/>.</summary>
    public const int Reach = 5;

    /// <summary>Longest sound of one run, in steps (a minute and a half).</summary>
    public const int MaxSteps = 2_250;

    private const string ModelFile = "model.onnx";

    /// <summary>Silence put before and after, so that the first and last samples stand in the middle of a frame.</summary>
    private const int Edge = LogMel.FrameLength / 2;

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly LogMel _mel = new();

    /// <summary>Loads the network.</summary>
    /// <param name="bundle">A bundle whose files have been checked.</param>
    /// <exception cref="ModelBundleException">The bundle is of another kind, or its network or labels are not the expected ones.</exception>
    public AcousticNet(ModelBundle bundle)
    {
        SpeechNet.CheckKind(bundle, BundleKind);
        Model = bundle.Manifest.Id;
        if (!bundle.ReadLabels().AsSpan().SequenceEqual(MandarinPhones.Labels.AsSpan()))
        {
            throw new ModelBundleException(bundle.Directory, bundle.Manifest.Classes!, $"other labels than the {MandarinPhones.Labels.Length} expected");
        }

        _session = SpeechNet.Load(bundle, ModelFile);
        try
        {
            SpeechNet.Check(bundle, ModelFile, _session.InputMetadata, "features", 1, SpeechNet.Any, LogMel.Bands);
            SpeechNet.Check(bundle, ModelFile, _session.OutputMetadata, "logits", SpeechNet.Any, SpeechNet.Any, MandarinPhones.Labels.Length);
        }
        catch (ModelBundleException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Name and version of the bundle.</summary>
    public string Model { get; }

    /// <summary>Hears a stretch of sound.</summary>
    /// <param name="samples">Mono, -1 to 1, <see cref="LogMel.SampleRate"/>; at most <see cref="MaxSteps"/> steps.</param>
    /// <returns>Step k is about samples 640 k to 640 k + 639.</returns>
    /// <exception cref="ArgumentException">Too long.</exception>
    public PhonePosteriors Hear(ReadOnlySpan<float> samples) => Hear(samples, LogMel.Hop);

    /// <summary>Hears sound whose rate was changed: a hop that changes likewise keeps its duration.</summary>
    internal PhonePosteriors Hear(ReadOnlySpan<float> samples, int hop)
    {
        var padded = new float[samples.Length + (2 * Edge)];
        samples.CopyTo(padded.AsSpan(Edge));
        var steps = padded.Length < LogMel.FrameLength ? 0 : (((padded.Length - LogMel.FrameLength) / hop) + 1) / StepFrames;
        if (steps > MaxSteps)
        {
            throw new ArgumentException($"{samples.Length} samples, at most {MaxSteps * PhonePosteriors.StepSamples} expected", nameof(samples));
        }

        if (steps == 0)
        {
            return new PhonePosteriors([], MandarinPhones.Labels.Length);
        }

        var features = new float[((steps * StepFrames) + (2 * ContextFrames)) * LogMel.Bands];
        features.AsSpan().Fill(LogMel.Silence);
        for (var t = 0; t < steps * StepFrames; t++)
        {
            _mel.Frame(padded.AsSpan(t * hop, LogMel.FrameLength), features.AsSpan((ContextFrames + t) * LogMel.Bands, LogMel.Bands));
        }

        return Run(features);
    }

    /// <summary>Runs the network on frames.</summary>
    /// <param name="features">Frames x <see cref="LogMel.Bands"/>: four for each step, and <see cref="ContextFrames"/> on each side.</param>
    /// <returns>A step for every four frames within the context.</returns>
    public PhonePosteriors Run(float[] features)
    {
        var frames = features.Length / LogMel.Bands;
        using var input = OrtValue.CreateTensorValueFromMemory(features, [1, frames, LogMel.Bands]);
        using var outputs = _session.Run(_run, ["features"], [input], ["logits"]);
        var logs = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        var classes = MandarinPhones.Labels.Length;
        for (var at = 0; at < logs.Length; at += classes)
        {
            LogSoftMax(logs.AsSpan(at, classes));
        }

        return new PhonePosteriors(logs, classes);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static void LogSoftMax(Span<float> logits)
    {
        var most = TensorPrimitives.Max(logits);
        var sum = 0f;
        foreach (var logit in logits)
        {
            sum += MathF.Exp(logit - most);
        }

        TensorPrimitives.Subtract(logits, most + MathF.Log(sum), logits);
    }
}
