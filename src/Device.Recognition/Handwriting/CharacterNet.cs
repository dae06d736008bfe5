using Device.Recognition.Models;
using Microsoft.ML.OnnxRuntime;

namespace Device.Recognition.Handwriting;

/// <summary>
/// The network behind a bundle of kind <c>handwriting-characters</c>: direction maps in, class scores and embeddings out,
/// in buffers that live as long as the net. One caller at a time.
/// </summary>
internal sealed class CharacterNet : IDisposable
{
    internal const int EmbeddingLength = 256;

    private const string ModelFile = "model.onnx";

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding?[] _bindings;
    private readonly List<OrtValue> _values = [];
    private readonly float[] _maps;
    private readonly float[] _logits;
    private readonly float[] _embeddings;

    /// <summary>Loads the network and runs it once, so that the first character is not slower than the next.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="classes">How many labels the bundle has.</param>
    /// <param name="batch">Most characters of one run.</param>
    /// <param name="threads">Threads of one run.</param>
    /// <exception cref="ModelBundleException">The file is no network, or one of another shape.</exception>
    internal CharacterNet(ModelBundle bundle, int classes, int batch, int threads)
    {
        Classes = classes;
        Batch = batch;
        _maps = GC.AllocateArray<float>(batch * DirectionMaps.Length, pinned: true);
        _logits = GC.AllocateArray<float>(batch * classes, pinned: true);
        _embeddings = GC.AllocateArray<float>(batch * EmbeddingLength, pinned: true);
        _bindings = new OrtIoBinding?[batch + 1];
        var content = bundle.Read(ModelFile);
        using var options = SessionOptionsFor(threads);
        try
        {
            _session = new InferenceSession(content, options);
        }
        catch (OnnxRuntimeException e)
        {
            _run.Dispose();
            throw new ModelBundleException(bundle.Directory, ModelFile, $"cannot be loaded as a network: {e.Message}", e);
        }

        try
        {
            CheckShape(bundle, "maps", _session.InputMetadata, [DirectionMaps.Planes, DirectionMaps.Size, DirectionMaps.Size]);
            CheckShape(bundle, "logits", _session.OutputMetadata, [classes]);
            CheckShape(bundle, "embedding", _session.OutputMetadata, [EmbeddingLength]);
            Run(1);
        }
        catch (Exception e)
        {
            Dispose();
            if (e is OnnxRuntimeException)
            {
                throw new ModelBundleException(bundle.Directory, ModelFile, $"does not run: {e.Message}", e);
            }

            throw;
        }
    }

    internal int Classes { get; }

    internal int Batch { get; }

    /// <summary>Where the maps of character <paramref name="slot"/> of the next run go.</summary>
    internal Span<float> Maps(int slot) => _maps.AsSpan(slot * DirectionMaps.Length, DirectionMaps.Length);

    /// <summary>Scores of character <paramref name="slot"/> of the last run, one a class; the next run writes them anew.</summary>
    internal Span<float> Logits(int slot) => _logits.AsSpan(slot * Classes, Classes);

    /// <summary>The embedding of character <paramref name="slot"/> of the last run.</summary>
    internal ReadOnlySpan<float> Embedding(int slot) => _embeddings.AsSpan(slot * EmbeddingLength, EmbeddingLength);

    /// <summary>Runs the network on the first <paramref name="count"/> maps.</summary>
    internal void Run(int count) => _session.RunWithBinding(_run, _bindings[count] ??= Bind(count));

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

    /// <summary>Idle threads must sleep: a notebook waits for its writer most of the time.</summary>
    private static SessionOptions SessionOptionsFor(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private static void CheckShape(ModelBundle bundle, string name, IReadOnlyDictionary<string, NodeMetadata> values, int[] expected)
    {
        var wanted = $"expected '{name}' of float32 [N, {string.Join(", ", expected)}]";
        if (!values.TryGetValue(name, out var found))
        {
            throw new ModelBundleException(bundle.Directory, ModelFile, $"has {string.Join(", ", values.Keys.Select(k => $"'{k}'"))}, {wanted}");
        }

        if (found.ElementType != typeof(float) || found.Dimensions.Length != expected.Length + 1 || found.Dimensions[0] > 0
            || !found.Dimensions.AsSpan(1).SequenceEqual(expected))
        {
            throw new ModelBundleException(
                bundle.Directory, ModelFile, $"'{name}' is {found.ElementType?.Name ?? "no tensor"} [{string.Join(", ", found.Dimensions)}], {wanted}");
        }
    }

    private OrtIoBinding Bind(int count)
    {
        var binding = _session.CreateIoBinding();
        binding.BindInput("maps", Value(_maps, count * DirectionMaps.Length, [count, DirectionMaps.Planes, DirectionMaps.Size, DirectionMaps.Size]));
        binding.BindOutput("logits", Value(_logits, count * Classes, [count, Classes]));
        binding.BindOutput("embedding", Value(_embeddings, count * EmbeddingLength, [count, EmbeddingLength]));
        return binding;
    }

    private OrtValue Value(float[] buffer, int length, long[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(0, length), shape);
        _values.Add(value);
        return value;
    }
}
