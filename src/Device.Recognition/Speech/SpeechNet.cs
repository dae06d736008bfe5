using Device.Recognition.Models;
using Microsoft.ML.OnnxRuntime;

namespace Device.Recognition.Speech;

/// <summary>Loads a network of a bundle and checks its inputs and outputs, with idle threads asleep.</summary>
internal static class SpeechNet
{
    /// <summary>A dimension of any length in a shape.</summary>
    internal const int Any = -1;

    /// <summary>Loads a network.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="file">The network's file in it.</param>
    /// <param name="threads">Threads of one run.</param>
    /// <exception cref="ModelBundleException">The file is no network.</exception>
    internal static InferenceSession Load(ModelBundle bundle, string file, int threads = 1)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            return new InferenceSession(bundle.Read(file), options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelBundleException(bundle.Directory, file, $"cannot be loaded as a network: {e.Message}", e);
        }
    }

    /// <summary>Checks that a bundle is of a kind.</summary>
    /// <exception cref="ModelBundleException">It is not.</exception>
    internal static void CheckKind(ModelBundle bundle, string kind)
    {
        if (bundle.Manifest.Kind != kind)
        {
            throw new ModelBundleException(bundle.Directory, "manifest.json", $"kind: '{bundle.Manifest.Kind}', expected '{kind}'");
        }
    }

    /// <summary>Finds an input or output and checks its shape.</summary>
    /// <param name="bundle">Named in the error.</param>
    /// <param name="file">Named in the error.</param>
    /// <param name="values">The network's inputs or outputs.</param>
    /// <param name="name">Which of them.</param>
    /// <param name="expected">Its dimensions; <see cref="Any"/> where any will do.</param>
    /// <returns>Its dimensions as the network states them.</returns>
    /// <exception cref="ModelBundleException">It is not there or of another shape.</exception>
    internal static int[] Check(ModelBundle bundle, string file, IReadOnlyDictionary<string, NodeMetadata> values, string name, params ReadOnlySpan<int> expected)
    {
        var wanted = $"expected '{name}' of float32 [{string.Join(", ", expected.ToArray().Select(d => d == Any ? "N" : d.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]";
        if (!values.TryGetValue(name, out var found))
        {
            throw new ModelBundleException(bundle.Directory, file, $"has {string.Join(", ", values.Keys.Select(k => $"'{k}'"))}, {wanted}");
        }

        var dimensions = found.Dimensions;
        var fits = found.ElementType == typeof(float) && dimensions.Length == expected.Length;
        for (var i = 0; fits && i < dimensions.Length; i++)
        {
            fits = expected[i] == Any || dimensions[i] == expected[i];
        }

        return fits
            ? dimensions
            : throw new ModelBundleException(bundle.Directory, file, $"'{name}' is {found.ElementType?.Name ?? "no tensor"} [{string.Join(", ", dimensions)}], {wanted}");
    }
}
