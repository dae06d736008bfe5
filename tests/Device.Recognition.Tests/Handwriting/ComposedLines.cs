using Device.Core.Ink;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>Mixed lines of real characters: pieces of Chinese lines by one hand with English words by another between them.</summary>
internal static class ComposedLines
{
    private const float Height = 100;

    /// <summary>Composes lines; the same every time.</summary>
    /// <param name="han">Single Han characters by one hand.</param>
    /// <param name="letters">Single letters by another.</param>
    /// <param name="texts">Texts; those with a character that is not among the first are left out.</param>
    /// <param name="words">Words whose letters are among the second.</param>
    /// <param name="count">How many lines.</param>
    internal static IEnumerable<(string Text, Stroke[] Strokes)> Of(
        IReadOnlyList<LabelledInk> han, IReadOnlyList<LabelledInk> letters, IReadOnlyList<LabelledInk> texts, IReadOnlyList<LabelledInk> words, int count)
    {
        var ink = han.Concat(letters).ToLookup(s => s.Label);
        texts = [.. texts.Where(t => t.Label.EnumerateRunes().All(r => ink.Contains(r.ToString())))];
        var random = new Random(2027);
        for (var i = 0; i < count; i++)
        {
            var (a, b) = (texts[random.Next(texts.Count)].Label, texts[random.Next(texts.Count)].Label);
            var text = a[..Math.Min(a.Length, 6)] + words[random.Next(words.Count)].Label + b[..Math.Min(b.Length, 2 + random.Next(4))];
            yield return (text, Write(text, ink, random));
        }
    }

    private static Stroke[] Write(string text, ILookup<string, LabelledInk> ink, Random random)
    {
        var strokes = new List<Stroke>();
        var (x, close) = (0f, 0.03f + (0.11f * random.NextSingle()));
        foreach (var rune in text.EnumerateRunes())
        {
            var samples = ink[rune.ToString()].ToArray();
            var sample = samples[random.Next(samples.Length)];
            var (box, shape) = (InkBounds.Of(sample.Strokes), CharacterShape.Of(rune.ToString()));
            var (bottom, top) = (shape.Bottom + Jitter(random), shape.Top + Jitter(random));
            var scale = Height * Math.Min((top - bottom) / Math.Max(box.Height, 1e-3f), 1.3f / Math.Max(box.Width, 1e-3f));
            foreach (var stroke in sample.Strokes)
            {
                strokes.Add(TestInk.Path([.. stroke.Points.Select(p => (x + ((p.X - box.Left) * scale), (((p.Y - box.CentreY) * scale) - (Height * (bottom + top) / 2))))]));
            }

            x += (box.Width * scale) + (Height * close * (0.7f + (0.6f * random.NextSingle())));
        }

        return [.. strokes];
    }

    private static float Jitter(Random random) => 0.08f * (random.NextSingle() - 0.5f);
}
