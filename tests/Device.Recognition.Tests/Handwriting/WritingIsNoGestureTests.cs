using Device.Core.Gestures;
using Device.Core.Ink;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>How often people's writing is mistaken for a gesture, each stroke against the page as it was before.</summary>
public sealed class WritingIsNoGestureTests
{
    [Theory]
    [InlineData("han-lines-dev.jsonl", true, 0.001)]
    [InlineData("latin-words-dev.jsonl", true, 0.001)]
    [InlineData("han-people-dev.jsonl", false, 0.003)]
    [InlineData("han-tomoe-dev.jsonl", false, 0.002)]
    [InlineData("latin-twelve-writers.jsonl", false, 0.001)]
    [InlineData("greek-twelve-writers.jsonl", false, 0.001)]
    public async Task Writing_is_seldom_a_gesture_and_never_a_scratch_out(string file, bool isLine, double most)
    {
        var (strokes, found, page) = (0, new List<InkGestureKind>(), new List<Stroke>());
        var y = 0f;
        foreach (var sample in await RealInk.ReadAsync(file))
        {
            // Lines 8 mm high under each other on a page of 200 mm; characters in boxes of 10 mm, each alone on its page.
            var box = InkBounds.Of(sample.Strokes);
            var scale = isLine ? 8 / Math.Max(box.Height, 1) : 0.01f;
            if (!isLine || y > 200)
            {
                page.Clear();
                y = 0;
            }

            foreach (var stroke in sample.Strokes)
            {
                var written = new Stroke([.. stroke.Points.Select(p => p with { X = 10 + ((p.X - (isLine ? box.Left : 0)) * scale), Y = 10 + y + (p.Y * scale) })]);
                if (InkGestures.Recognize(written, TestInk.Placed(page)) is { } gesture)
                {
                    found.Add(gesture.Kind);
                }

                page.Add(written);
                strokes++;
            }

            y += 12;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {found.Count} of {strokes} strokes: {string.Join(' ', found.GroupBy(k => k).Select(k => $"{k.Key} {k.Count()}"))}");
        Assert.DoesNotContain(InkGestureKind.ScratchOut, found);
        Assert.InRange(found.Count / (double)strokes, 0, most);
    }
}
