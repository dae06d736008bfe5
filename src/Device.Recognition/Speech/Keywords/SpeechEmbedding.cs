using Device.Recognition.Models;
using Device.Recognition.Speech.Features;
using Microsoft.ML.OnnxRuntime;

namespace Device.Recognition.Speech.Keywords;

/// <summary>
/// openWakeWord's frozen speech embedding (Google's speech_embedding, Apache 2.0): 76 log-mel frames to 96 numbers, a step every
/// 8 frames (80 ms). The network comes with <c>tools/setup</c> as a bundle of kind <see cref="BundleKind"/>. One caller at a time.
/// </summary>
public sealed class SpeechEmbedding : IDisposable
{
    /// <summary>The kind of bundle this reads.</summary>
    public const string BundleKind = "speech-embedding";

    /// <summary>Frames of log-mel under one embedding.</summary>
    public const int Window = 76;

    /// <summary>Frames from one embedding to the next.</summary>
    public const int Step = 8;

    /// <summary>Numbers of an embedding.</summary>
    public const int Length = 96;

    /// <summary>Most embeddings of one run.</summary>
    public const int MaxBatch = 16;

    private const string ModelFile = "embedding_model.onnx";
    private const string Input = "input_1";
    private const int InputLength = Window * LogMel.LowBands;

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding?[] _bindings = new OrtIoBinding?[MaxBatch + 1];
    private readonly List<OrtValue> _values = [];
    private readonly float[] _input = GC.AllocateArray<float>(MaxBatch * InputLength, pinned: true);
    private readonly float[] _output = GC.AllocateArray<float>(MaxBatch * Length, pinned: true);
    private readonly string _outputName;

    /// <summary>Loads the network.</summary>
    /// <param name="bundle">A bundle whose files have been checked.</param>
    /// <exception cref="ModelBundleException">The bundle is of another kind, or its network cannot be used.</exception>
    public SpeechEmbedding(ModelBundle bundle)
    {
        SpeechNet.CheckKind(bundle, BundleKind);
        _session = SpeechNet.Load(bundle, ModelFile);
        try
        {
            SpeechNet.Check(bundle, ModelFile, _session.InputMetadata, Input, SpeechNet.Any, Window, LogMel.LowBands, 1);
            _outputName = _session.OutputNames[0];
            SpeechNet.Check(bundle, ModelFile, _session.OutputMetadata, _outputName, SpeechNet.Any, 1, 1, Length);
        }
        catch (ModelBundleException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Embeddings of a stretch of frames.</summary>
    /// <param name="frames">Frames of log-mel.</param>
    /// <returns>0 or more.</returns>
    public static int CountOf(int frames) => frames < Window ? 0 : ((frames - Window) / Step) + 1;

    /// <summary>Frames that <paramref name="embeddings"/> need.</summary>
    /// <param name="embeddings">1 or more.</param>
    public static int FramesFor(int embeddings) => Window + ((embeddings - 1) * Step);

    /// <summary>Embeds a stretch of frames.</summary>
    /// <param name="features">Frames x <see cref="LogMel.Bands"/> values.</param>
    /// <param name="embeddings">Receives <see cref="CountOf"/> x <see cref="Length"/> values.</param>
    public void Embed(ReadOnlySpan<float> features, Span<float> embeddings)
    {
        var count = CountOf(features.Length / LogMel.Bands);
        for (var done = 0; done < count; done += MaxBatch)
        {
            var batch = Math.Min(MaxBatch, count - done);
            for (var i = 0; i < batch; i++)
            {
                for (var t = 0; t < Window; t++)
                {
                    features.Slice(((((done + i) * Step) + t) * LogMel.Bands), LogMel.LowBands)
                        .CopyTo(_input.AsSpan((((i * Window) + t) * LogMel.LowBands), LogMel.LowBands));
                }
            }

            _session.RunWithBinding(_run, _bindings[batch] ??= Bind(batch));
            _output.AsSpan(0, batch * Length).CopyTo(embeddings[(done * Length)..]);
        }
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        foreach (var binding in _bindings)
        {
            binding?.Dispose();
        }

        foreach (var value in _values)
        {
            value.Dispose();
        }

        _run.Dispose();
        _session.Dispose();
    }

    private OrtIoBinding Bind(int count)
    {
        var binding = _session.CreateIoBinding();
        binding.BindInput(Input, Value(_input, count * InputLength, [count, Window, LogMel.LowBands, 1]));
        binding.BindOutput(_outputName, Value(_output, count * Length, [count, 1, 1, Length]));
        return binding;
    }

    private OrtValue Value(float[] buffer, int length, long[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(0, length), shape);
        _values.Add(value);
        return value;
    }
}
