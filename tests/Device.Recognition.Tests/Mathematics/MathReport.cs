using System.Globalization;
using System.Text;
using Device.Core.Ink;
using Device.Recognition.Handwriting;
using Device.Recognition.Mathematics;
using Device.Recognition.Models;

namespace Device.Recognition.Tests.Mathematics;

/// <summary>Measures the reader of mathematics on a file of composed expressions; started by <c>tools/train/mathematics/measure</c>, never by a test run.</summary>
public sealed class MathReport
{
    [Fact(Explicit = true)]
    public async Task Exact_readings_by_kind()
    {
        var file = Environment.GetEnvironmentVariable("DEVICE_MATH_INK");
        Assert.SkipWhen(string.IsNullOrEmpty(file), "DEVICE_MATH_INK names no file of expressions");
        var folder = Environment.GetEnvironmentVariable("DEVICE_MATH_MODEL") ?? Path.Combine(AppContext.BaseDirectory, "models", "handwriting");
        using var recognizer = new OnnxInkRecognizer(ModelBundle.Open(folder));
        var evaluation = new MathEvaluation(new MathReader(recognizer), TimeProvider.System);
        await using (var stream = File.OpenRead(file!))
        {
            await foreach (var ink in InkFiles.ReadAsync(stream, file!, TestContext.Current.CancellationToken))
            {
                evaluation.Add(ink);
            }
        }

        var report = new StringBuilder();
        foreach (var (kind, right, samples) in evaluation.ByKind().Append(("all", evaluation.Samples.Count(s => s.IsRight), evaluation.Samples.Count)))
        {
            var (low, high) = Wilson(right, samples);
            report.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-12} {right,5} of {samples,5}  {100.0 * right / samples,5:0.0} %  ({100 * low:0.0} .. {100 * high:0.0})"));
        }

        var times = evaluation.Samples.Select(s => s.Milliseconds).Order().ToArray();
        report.AppendLine(string.Create(CultureInfo.InvariantCulture, $"milliseconds: median {times[times.Length / 2]:0}, p99 {times[times.Length * 99 / 100]:0}, longest {times[^1]:0}"));
        foreach (var wrong in evaluation.Samples.Where(s => !s.IsRight))
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"  {wrong.Kind}: {wrong.Label}  read  {wrong.Reading.Latex}");
        }

        await File.WriteAllTextAsync(Environment.GetEnvironmentVariable("DEVICE_MATH_REPORT") ?? "math-report.txt", report.ToString(), TestContext.Current.CancellationToken);
    }

    private static (double Low, double High) Wilson(int right, int samples)
    {
        const double Z = 1.959964;
        double p = right / (double)samples, n = samples, spread = 1 + (Z * Z / n), middle = (p + (Z * Z / (2 * n))) / spread;
        var half = Z / spread * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return (middle - half, middle + half);
    }
}
