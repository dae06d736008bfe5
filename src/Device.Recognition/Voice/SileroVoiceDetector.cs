using Device.Core.Speech;
using Device.Recognition.Models;
using Microsoft.ML.OnnxRuntime;

namespace Device.Recognition.Voice;

/// <summary>
/// Silero VAD 5 or 6 on ONNX Runtime: windows of 512 samples (32 ms), each with the last 64 samples of the window before it, and a
/// recurrent state. Runs on one thread, in buffers that live as long as it. One caller at a time.
/// </summary>
public sealed class SileroVoiceDetector : IVoiceActivityDetector, IDisposable
{
    /// <summary>The kind of its bundle.</summary>
    public const string Kind = "voice-activity";

    private const int Window = 512;
    private const int Context = 64;
    private const int StateLength = 2 * 128;
    private const string ModelFile = "model.onnx";

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly float[] _input = GC.AllocateArray<float>(Context + Window, pinned: true);
    private readonly float[] _state = GC.AllocateArray<float>(StateLength, pinned: true);
    private readonly float[] _nextState = GC.AllocateArray<float>(StateLength, pinned: true);
    private readonly float[] _output = GC.AllocateArray<float>(1, pinned: true);
    private readonly long[] _rate = GC.AllocateArray<long>(1, pinned: true);

    /// <summary>Loads the network and runs it once.</summary>
    /// <param name="bundle">A bundle of the kind <see cref="Kind"/>.</param>
    /// <exception cref="ModelBundleException">The bundle is of another kind, or its file is no such network.</exception>
    public SileroVoiceDetector(ModelBundle bundle)
    {
        if (bundle.Manifest.Kind != Kind)
        {
            throw new ModelBundleException(bundle.Directory, "manifest.json", $"kind: '{bundle.Manifest.Kind}', expected '{Kind}'");
        }

        Name = bundle.Manifest.Id;
        _rate[0] = AudioFrame.SampleRate;
        try
        {
            using var options = Options();
            _session = new InferenceSession(bundle.Read(ModelFile), options);
            _binding = _session.CreateIoBinding();
            _binding.BindInput("input", Value(_input, [1, Context + Window]));
            _binding.BindInput("state", Value(_state, [2, 1, StateLength / 2]));
            _binding.BindInput("sr", Value(_rate, []));
            _binding.BindOutput("output", Value(_output, [1, 1]));
            _binding.BindOutput("stateN", Value(_nextState, [2, 1, StateLength / 2]));
            Detect(new float[Window]);
            Reset();
        }
        catch (OnnxRuntimeException e)
        {
            Dispose();
            throw new ModelBundleException(bundle.Directory, ModelFile, $"is not Silero VAD 5 or 6: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int WindowLength => Window;

    /// <inheritdoc/>
    public float Detect(ReadOnlySpan<float> window)
    {
        window.CopyTo(_input.AsSpan(Context));
        _session.RunWithBinding(_run, _binding);
        _nextState.CopyTo(_state.AsSpan());

        // The network expects the end of one window before the next.
        _input.AsSpan(Window, Context).CopyTo(_input);
        return Math.Clamp(_output[0], 0, 1);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_state);
        Array.Clear(_input);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding?.Dispose();
        _values.ForEach(v => v.Dispose());
        _run.Dispose();
        _session?.Dispose();
    }

    private static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private OrtValue Value<T>(T[] buffer, long[] shape)
        where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(), shape);
        _values.Add(value);
        return value;
    }
}
