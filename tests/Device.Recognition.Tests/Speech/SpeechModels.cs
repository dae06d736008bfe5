using Device.Recognition.Models;
using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Tests.Speech;

/// <summary>The speech models beside the tests; what set-up fetches may be missing, and then a test is skipped.</summary>
internal static class SpeechModels
{
    internal static ModelBundle Open(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models", name);
        Assert.SkipWhen(!Directory.Exists(folder), $"no {folder}: tools/setup fetches or tools/train/speech/run makes it");
        return ModelBundle.Open(folder);
    }

    internal static SpeechEmbedding Embedding() => new(Open("openwakeword"));
}
