using System.Runtime.InteropServices;
using Device.Core.Ink;

namespace Device.Bench.Ink;

/// <summary>zinnia with tegaki's simplified Chinese model, through its C interface. A yardstick, not part of the product.</summary>
internal sealed partial class ZinniaPeer : IDisposable
{
    private const int Side = 1000;
    private const int Candidates = 10;

    /// <summary>How much of the box the ink fills, in its middle: zinnia looks at places, and its model was made of ink in boxes.</summary>
    private const float Share = 0.8f;

    private readonly nint _recognizer;
    private readonly nint _character;

    internal ZinniaPeer(string folder)
    {
        var library = Path.Combine(folder, "libzinnia.so");
        NativeLibrary.SetDllImportResolver(typeof(ZinniaPeer).Assembly, (name, _, _) => name == "zinnia" ? NativeLibrary.Load(library) : 0);
        _recognizer = zinnia_recognizer_new();
        var model = Path.Combine(folder, "handwriting-zh_CN.model");
        if (zinnia_recognizer_open(_recognizer, model) == 0)
        {
            throw new InvalidDataException($"{model}: zinnia cannot open it");
        }

        _character = zinnia_character_new();
        Reader = new InkReader("zinnia", new FileInfo(model).Length / 1e6, Read);
    }

    internal InkReader Reader { get; }

    public void Dispose()
    {
        zinnia_character_destroy(_character);
        zinnia_recognizer_destroy(_recognizer);
    }

    private string[] Read(Stroke[] strokes)
    {
        var box = InkBounds.Of(strokes);
        var scale = Side * Share / Math.Max(Math.Max(box.Width, box.Height), 1e-3f);
        zinnia_character_clear(_character);
        zinnia_character_set_width(_character, Side);
        zinnia_character_set_height(_character, Side);
        for (var s = 0; s < strokes.Length; s++)
        {
            foreach (var point in strokes[s].Points)
            {
                _ = zinnia_character_add(_character, (nuint)s, (int)((Side / 2f) + ((point.X - box.CentreX) * scale)), (int)((Side / 2f) + ((point.Y - box.CentreY) * scale)));
            }
        }

        var result = zinnia_recognizer_classify(_recognizer, _character, Candidates);
        if (result == 0)
        {
            return [];
        }

        var read = new string[(int)zinnia_result_size(result)];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = Marshal.PtrToStringUTF8(zinnia_result_value(result, (nuint)i)) ?? "";
        }

        zinnia_result_destroy(result);
        return read;
    }

#pragma warning disable SYSLIB1054, IDE1006, SA1300 // the names are zinnia's
    [LibraryImport("zinnia")]
    private static partial nint zinnia_recognizer_new();

    [LibraryImport("zinnia", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int zinnia_recognizer_open(nint recognizer, string path);

    [LibraryImport("zinnia")]
    private static partial void zinnia_recognizer_destroy(nint recognizer);

    [LibraryImport("zinnia")]
    private static partial nint zinnia_recognizer_classify(nint recognizer, nint character, nuint count);

    [LibraryImport("zinnia")]
    private static partial nint zinnia_character_new();

    [LibraryImport("zinnia")]
    private static partial void zinnia_character_destroy(nint character);

    [LibraryImport("zinnia")]
    private static partial void zinnia_character_clear(nint character);

    [LibraryImport("zinnia")]
    private static partial void zinnia_character_set_width(nint character, nuint width);

    [LibraryImport("zinnia")]
    private static partial void zinnia_character_set_height(nint character, nuint height);

    [LibraryImport("zinnia")]
    private static partial int zinnia_character_add(nint character, nuint stroke, int x, int y);

    [LibraryImport("zinnia")]
    private static partial nuint zinnia_result_size(nint result);

    [LibraryImport("zinnia")]
    private static partial nint zinnia_result_value(nint result, nuint index);

    [LibraryImport("zinnia")]
    private static partial void zinnia_result_destroy(nint result);
#pragma warning restore SYSLIB1054, IDE1006, SA1300
}
