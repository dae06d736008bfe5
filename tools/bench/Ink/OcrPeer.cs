using Device.Core.Ink;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Device.Bench.Ink;

/// <summary>PP-OCRv4 mobile recognition on a picture of the ink. A yardstick, not part of the product.</summary>
internal sealed class OcrPeer : IDisposable
{
    private const int Height = 48;
    private const int Ink = 32;
    private const float Pen = 1.3f;

    private readonly InferenceSession _session;
    private readonly string[] _keys;
    private readonly string _input;

    internal OcrPeer(string folder)
    {
        var model = Path.Combine(folder, "ch_PP-OCRv4_rec_infer.onnx");
        _keys = File.ReadAllLines(Path.Combine(folder, "ppocr_keys_v1.txt"));
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(model, options);
        _input = _session.InputMetadata.Keys.Single();
        Reader = new InkReader("PP-OCRv4", new FileInfo(model).Length / 1e6, Read);
    }

    internal InkReader Reader { get; }

    public void Dispose() => _session.Dispose();

    /// <summary>What a picture of one character says: for each class its best time step, blank left out.</summary>
    private List<string> Read(Stroke[] strokes)
    {
        var (pixels, width) = Picture(strokes);
        using var results = _session.Run([NamedOnnxValue.CreateFromTensor(_input, new DenseTensor<float>(pixels, [1, 3, Height, width]))]);
        var scores = (DenseTensor<float>)results.Single().AsTensor<float>();
        var classes = scores.Dimensions[2];
        var best = new Dictionary<int, float>();
        for (var at = 0; at < scores.Length; at++)
        {
            var (of, score) = (at % classes, scores.Buffer.Span[at]);
            if (of > 0 && of <= _keys.Length && score > 1e-4f)
            {
                best[of] = Math.Max(best.GetValueOrDefault(of), score);
            }
        }

        return [.. best.OrderByDescending(b => b.Value).Take(10).Select(b => _keys[b.Key - 1])];
    }

    /// <summary>Dark ink on white, in the middle of 48 x 48, values from -1 to 1, three equal planes.</summary>
    private static (float[] Pixels, int Width) Picture(Stroke[] strokes)
    {
        var box = InkBounds.Of(strokes);
        var scale = Ink / Math.Max(Math.Max(box.Width, box.Height), 1e-3f);
        var (left, top) = ((Height - (box.Width * scale)) / 2, (Height - (box.Height * scale)) / 2);
        var plane = new float[Height * Height];
        Array.Fill(plane, 1f);
        foreach (var stroke in strokes)
        {
            for (var i = 0; i < stroke.Points.Length; i++)
            {
                var (a, b) = (stroke.Points[Math.Max(i - 1, 0)], stroke.Points[i]);
                Draw(
                    plane,
                    (left + ((a.X - box.Left) * scale), top + ((a.Y - box.Top) * scale)),
                    (left + ((b.X - box.Left) * scale), top + ((b.Y - box.Top) * scale)));
            }
        }

        return ([.. plane, .. plane, .. plane], Height);
    }

    private static void Draw(float[] plane, (float X, float Y) a, (float X, float Y) b)
    {
        var length = ((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y));
        for (var y = (int)Math.Max(Math.Min(a.Y, b.Y) - 3, 0); y <= Math.Min(Math.Max(a.Y, b.Y) + 3, Height - 1); y++)
        {
            for (var x = (int)Math.Max(Math.Min(a.X, b.X) - 3, 0); x <= Math.Min(Math.Max(a.X, b.X) + 3, Height - 1); x++)
            {
                var t = length == 0 ? 0 : Math.Clamp((((x - a.X) * (b.X - a.X)) + ((y - a.Y) * (b.Y - a.Y))) / length, 0, 1);
                var (dx, dy) = (x - a.X - (t * (b.X - a.X)), y - a.Y - (t * (b.Y - a.Y)));
                var ink = Math.Clamp(Pen + 0.5f - MathF.Sqrt((dx * dx) + (dy * dy)), 0, 1);
                plane[(y * Height) + x] = Math.Min(plane[(y * Height) + x], 1 - (2 * ink));
            }
        }
    }
}
