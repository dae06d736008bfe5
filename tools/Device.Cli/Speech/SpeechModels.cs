using System.CommandLine;
using Device.Recognition.Models;
using Device.Recognition.Speech.Keywords;
using Device.Recognition.Speech.Mandarin;

namespace Device.Cli.Speech;

/// <summary>The speech models a verb uses, each loaded when it is first asked for.</summary>
internal sealed class SpeechModels(ParseResult parsed, SharedOptions shared) : IDisposable
{
    internal const string Mandarin = "mandarin";
    internal const string Digits = "digits-en";
    internal const string Embedding = "openwakeword";

    private readonly List<IDisposable> _loaded = [];
    private MandarinRecognizer? _mandarin;
    private KeywordRecognizer? _digits;
    private SpeechEmbedding? _embedding;

    /// <summary>Bytes of the networks loaded so far.</summary>
    internal long NetworkBytes { get; private set; }

    internal MandarinRecognizer MandarinRecognizer => _mandarin ??= Keep(new MandarinRecognizer(Open(Mandarin)));

    internal KeywordRecognizer DigitRecognizer => _digits ??= Keep(new KeywordRecognizer(SpeechEmbedding, new KeywordHead(Open(Digits)), "en", threshold: 0));

    internal SpeechEmbedding SpeechEmbedding => _embedding ??= Keep(new SpeechEmbedding(OpenEmbedding()));

    /// <summary>A bundle of the data folder where it is installed, else the one beside this program.</summary>
    internal ModelBundle Open(string name)
    {
        var installed = Path.Combine(HandwritingModel.Installed(parsed.GetRequiredValue(shared.Data)), name);
        var bundle = ModelBundle.Open(Directory.Exists(installed) ? installed : Path.Combine(HandwritingModel.BesideProgram, name));
        NetworkBytes += HandwritingModel.NetworkBytes(bundle);
        return bundle;
    }

    public void Dispose()
    {
        foreach (var model in Enumerable.Reverse(_loaded))
        {
            model.Dispose();
        }
    }

    private ModelBundle OpenEmbedding()
    {
        try
        {
            return Open(Embedding);
        }
        catch (ModelBundleException e)
        {
            throw new CliException($"{e.Message}: tools/setup fetches it, then build again");
        }
    }

    private T Keep<T>(T model)
        where T : IDisposable
    {
        _loaded.Add(model);
        return model;
    }
}
