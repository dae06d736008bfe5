using System.Numerics.Tensors;
using Device.Recognition.Models;
using Microsoft.ML.OnnxRuntime;

namespace Device.Recognition.Speech.Keywords;

/// <summary>
/// A small network over successive embeddings that tells a few phrases apart: bundles of kind <see cref="BundleKind"/>.
/// Buffers live as long as it does. One caller at a time.
/// </summary>
public sealed class KeywordHead : IDisposable
{
    /// <summary>The kind of bundle this reads.</summary>
    public const string BundleKind = "speech-keywords";

    private const string ModelFile = "model.onnx";

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _inputValue;
    private readonly OrtValue _outputValue;
    private readonly float[] _input;
    private readonly float[] _output;

    /// <summary>Loads a head.</summary>
    /// <param name="bundle">A bundle whose files have been checked.</param>
    /// <exception cref="ModelBundleException">The bundle is of another kind, or its network cannot be used.</exception>
    public KeywordHead(ModelBundle bundle)
    {
        SpeechNet.CheckKind(bundle, BundleKind);
        Model = bundle.Manifest.Id;
        Labels = bundle.ReadLabels();
        _session = SpeechNet.Load(bundle, ModelFile);
        try
        {
            Steps = SpeechNet.Check(bundle, ModelFile, _session.InputMetadata, "embeddings", 1, SpeechNet.Any, SpeechEmbedding.Length)[1];
            SpeechNet.Check(bundle, ModelFile, _session.OutputMetadata, "logits", 1, Labels.Count);
            if (Steps is < 1 or > SpeechEmbedding.MaxBatch * 4)
            {
                throw new ModelBundleException(bundle.Directory, ModelFile, $"'embeddings' has {Steps} steps, expected 1 to {SpeechEmbedding.MaxBatch * 4}");
            }
        }
        catch (ModelBundleException)
        {
            _run.Dispose();
            _session.Dispose();
            throw;
        }

        _input = GC.AllocateArray<float>(Steps * SpeechEmbedding.Length, pinned: true);
        _output = GC.AllocateArray<float>(Labels.Count, pinned: true);
        _inputValue = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _input.AsMemory(), [1, Steps, SpeechEmbedding.Length]);
        _outputValue = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _output.AsMemory(), [1, Labels.Count]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput("embeddings", _inputValue);
        _binding.BindOutput("logits", _outputValue);
        Temperature = bundle.Manifest.Temperature;
    }

    /// <summary>Name and version of the bundle.</summary>
    public string Model { get; }

    /// <summary>What each output stands for.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Embeddings that it looks at together.</summary>
    public int Steps { get; }

    private float Temperature { get; }

    /// <summary>Classifies a stretch of speech.</summary>
    /// <param name="embeddings"><see cref="Steps"/> x <see cref="SpeechEmbedding.Length"/> values.</param>
    /// <param name="probabilities">Receives a probability for each label.</param>
    public void Classify(ReadOnlySpan<float> embeddings, Span<float> probabilities)
    {
        embeddings[.._input.Length].CopyTo(_input);
        _session.RunWithBinding(_run, _binding);
        TensorPrimitives.Divide(_output, Temperature, probabilities[.._output.Length]);
        TensorPrimitives.SoftMax(probabilities[.._output.Length], probabilities);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        _binding.Dispose();
        _inputValue.Dispose();
        _outputValue.Dispose();
        _run.Dispose();
        _session.Dispose();
    }
}
