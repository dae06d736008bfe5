namespace Device.Recognition.Models;

/// <summary>
/// A model bundle cannot be used. The message is one sentence that names the bundle, the file in it, what was found and
/// what was expected. Nothing of the bundle has been loaded.
/// </summary>
public sealed class ModelBundleException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="bundle">The bundle's folder.</param>
    /// <param name="file">The file in it, such as <c>model.onnx</c>.</param>
    /// <param name="problem">The value that was found and what was expected.</param>
    /// <param name="inner">What the file system or a parser said.</param>
    public ModelBundleException(string bundle, string file, string problem, Exception? inner = null)
        : base($"model bundle {bundle}: {file}: {problem}", inner)
    {
        Bundle = bundle;
        File = file;
    }

    /// <summary>The bundle's folder.</summary>
    public string Bundle { get; }

    /// <summary>The file in it.</summary>
    public string File { get; }
}
