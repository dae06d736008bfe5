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
        _recognizer = Directory.Exists(Folder) ? new OnnxInkRecognizer(ModelBundle.Open(Folder)) : null;
    }

    public string Folder { get; }

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

    public void Dispose() => _recognizer?.Dispose();
}
