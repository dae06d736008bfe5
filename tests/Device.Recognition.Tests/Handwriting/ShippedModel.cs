using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>The model beside the program, loaded once for all tests of a class.</summary>
public sealed class ShippedModel : IDisposable
{
    private readonly OnnxInkRecognizer? _recognizer;

    public ShippedModel()
    {
        Folder = Path.Combine(AppContext.BaseDirectory, "models", "handwriting");
        var language = Language();
        HasLanguage = language is not null;
        _recognizer = Directory.Exists(Folder) ? new OnnxInkRecognizer(ModelBundle.Open(Folder), null, language) : null;
    }

    public string Folder { get; }

    /// <summary>Whether lines are read with a language model.</summary>
    public bool HasLanguage { get; }

    public bool Missing => _recognizer is null;

    public string WhyMissing => $"{Folder} is not there";

    public OnnxInkRecognizer Recognizer
    {
        get
        {
            Assert.SkipWhen(Missing, WhyMissing);
            return _recognizer!;
        }
    }

    /// <summary>The language model beside the program, or null where set-up has not fetched it.</summary>
    public static LanguageModel? Language()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models", "language");
        return Directory.Exists(folder) ? LanguageModel.Open(ModelBundle.Open(folder)) : null;
    }

    public void Dispose() => _recognizer?.Dispose();
}
