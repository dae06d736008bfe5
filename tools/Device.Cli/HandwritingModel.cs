using System.CommandLine;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Cli;

/// <summary>Where the handwriting model is: named, installed, or beside the program.</summary>
internal static class HandwritingModel
{
    private const string Name = "handwriting";

    internal static string BesideProgram => Path.Combine(AppContext.BaseDirectory, "models");

    internal static string Installed(DirectoryInfo data) => Path.Combine(data.FullName, "models");

    internal static ModelBundle Open(ParseResult parsed, Option<DirectoryInfo?> model, SharedOptions shared)
    {
        if (parsed.GetValue(model) is { } named)
        {
            return ModelBundle.Open(named.FullName);
        }

        var installed = Path.Combine(Installed(parsed.GetRequiredValue(shared.Data)), Name);
        return ModelBundle.Open(Directory.Exists(installed) ? installed : Path.Combine(BesideProgram, Name));
    }

    /// <summary>Loads a bundle, and with it the language model beside this program where there is one and it is wanted.</summary>
    internal static OnnxInkRecognizer Load(ModelBundle bundle, bool withLanguage)
    {
        var language = Path.Combine(BesideProgram, "language");
        return new(bundle, null, withLanguage && Directory.Exists(language) ? LanguageModel.Open(ModelBundle.Open(language)) : null);
    }

    /// <summary>Bytes of the bundle's networks, which is what a machine must hold.</summary>
    internal static long NetworkBytes(ModelBundle bundle) =>
        bundle.Manifest.Files.Where(f => f.Path.EndsWith(".onnx", StringComparison.Ordinal)).Sum(f => f.Bytes);
}
