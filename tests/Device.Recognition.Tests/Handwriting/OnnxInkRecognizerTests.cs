using Device.Core.Ink;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Recognition.Tests.Handwriting;

public sealed class OnnxInkRecognizerTests
{
    [Fact]
    public void A_flat_stroke_reads_as_the_flat_character_and_its_twins_follow()
    {
        using var recognizer = TestInk.Tiny();
        var read = recognizer.RecognizeCharacter([TestInk.Flat(0, 0, 50)], InkScript.Any, 3);
        Assert.Equal(["一", "-"], read.Take(2).Select(c => c.Text));
        Assert.Equal(3, read.Length);
        Assert.True(read[0].Probability > read[1].Probability && read[1].Probability > read[2].Probability);
    }

    [Theory]
    [InlineData(InkScript.Han, "一")]
    [InlineData(InkScript.Latin, "t")]
    [InlineData(InkScript.Digits, "0")]
    [InlineData(InkScript.Greek, "α")]
    [InlineData(InkScript.Mathematics, "-")]
    public void A_script_lets_only_its_own_classes_answer(InkScript script, string best)
    {
        using var recognizer = TestInk.Tiny();
        var read = recognizer.RecognizeCharacter([TestInk.Flat(0, 0, 50)], script, 100);
        Assert.Equal(best, read[0].Text);
        Assert.All(read, c => Assert.True(ScriptClasses.Contains(script, c.Text), c.Text));
        Assert.Equal(recognizer.Labels.Count(l => ScriptClasses.Contains(script, l)), read.Length);
        Assert.Equal(1, read.Sum(c => c.Probability), 3);
    }

    [Fact]
    public void Every_count_gives_the_head_of_the_full_ranking()
    {
        using var recognizer = TestInk.Tiny();
        var strokes = TestInk.Cross(3, 4, 20);
        var all = recognizer.RecognizeCharacter(strokes, InkScript.Any, 100);
        Assert.Equal(recognizer.Labels.Count, all.Length);
        Assert.Equal(all.OrderByDescending(c => c.Probability), all);
        for (var count = 1; count <= all.Length; count++)
        {
            Assert.Equal(all.Take(count), recognizer.RecognizeCharacter(strokes, InkScript.Any, count));
        }
    }

    [Fact]
    public void Ink_without_strokes_or_with_too_many_is_no_character()
    {
        using var recognizer = TestInk.Tiny();
        Assert.Empty(recognizer.RecognizeCharacter([], InkScript.Any, 10));
        var many = Enumerable.Range(0, DirectionMaps.MaxStrokes + 1).Select(i => TestInk.Flat(0, i, 5)).ToArray();
        Assert.Empty(recognizer.RecognizeCharacter(many, InkScript.Any, 10));
        Assert.NotEmpty(recognizer.RecognizeCharacter(many.AsSpan(1), InkScript.Any, 10));
    }

    [Fact]
    public void Below_the_least_probability_there_is_no_reading()
    {
        float best;
        using (var recognizer = TestInk.Tiny())
        {
            best = recognizer.RecognizeCharacter([TestInk.Flat(0, 0, 50)], InkScript.Any, 1)[0].Probability;
        }

        using var strict = TestInk.Tiny(new InkRecognizerOptions { LeastProbability = best + 0.01f });
        Assert.Empty(strict.RecognizeCharacter([TestInk.Flat(0, 0, 50)], InkScript.Any, 5));
        using var lenient = TestInk.Tiny(new InkRecognizerOptions { LeastProbability = best - 0.01f });
        Assert.Equal(5, lenient.RecognizeCharacter([TestInk.Flat(0, 0, 50)], InkScript.Any, 5).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => TestInk.Tiny(new InkRecognizerOptions { LeastProbability = 1.5f }));
    }

    [Fact]
    public void A_count_out_of_range_is_refused()
    {
        using var recognizer = TestInk.Tiny();
        Assert.Throws<ArgumentOutOfRangeException>(() => recognizer.RecognizeCharacter([TestInk.Flat(0, 0, 1)], InkScript.Any, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recognizer.RecognizeCharacter([TestInk.Flat(0, 0, 1)], InkScript.Any, 101));
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(5, 32)]
    [InlineData(1, 0)]
    [InlineData(1, 33)]
    public void Options_out_of_range_are_refused(int threads, int batch) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TestInk.Tiny(new InkRecognizerOptions { Threads = threads, Batch = batch }));

    [Fact]
    public void The_model_is_named_with_its_version()
    {
        using var recognizer = TestInk.Tiny();
        Assert.Equal("tiny/1", recognizer.Model);
    }

    [Fact]
    public void After_disposal_nothing_is_read()
    {
        var recognizer = TestInk.Tiny();
        recognizer.Dispose();
        recognizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => recognizer.RecognizeCharacter([TestInk.Flat(0, 0, 1)], InkScript.Any, 1));
        Assert.Throws<ObjectDisposedException>(() => recognizer.RecognizeLine([TestInk.Flat(0, 0, 1)], InkScript.Any));
    }

    [Fact]
    public void A_batch_reads_each_character_as_it_reads_alone()
    {
        using var reader = new CharacterReader(ModelBundle.Open(TestInk.TinyFolder), new InkRecognizerOptions());
        Stroke[][] characters =
        [
            .. Enumerable.Range(0, 32).Select(i => i % 3 == 0 ? TestInk.Cross(i, 2, 5 + i) : i % 3 == 1 ? [TestInk.Flat(0, 0, 1 + i)] : new[] { TestInk.Ring(0, 0, 9, 3 + i) }),
        ];
        for (var i = 0; i < characters.Length; i++)
        {
            reader.Load(i, characters[i], [.. Enumerable.Range(0, characters[i].Length)]);
        }

        reader.Run(32);
        var together = Enumerable.Range(0, 32).Select(i => Ranked(reader, i)).ToArray();
        for (var i = 0; i < characters.Length; i++)
        {
            reader.Load(0, characters[i], [.. Enumerable.Range(0, characters[i].Length)]);
            reader.Run(1);
            var alone = Ranked(reader, 0);
            Assert.Equal(alone.Select(r => r.Class), together[i].Select(r => r.Class));
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 3));
        }
    }

    [Fact]
    public void Reading_a_character_allocates_its_result_only()
    {
        using var recognizer = TestInk.Tiny();
        var strokes = TestInk.Cross(0, 0, 10);
        recognizer.RecognizeCharacter(strokes, InkScript.Any, 10);
        const int Reads = 50;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Reads; i++)
        {
            recognizer.RecognizeCharacter(strokes, InkScript.Any, 10);
        }

        // Ten candidates of 16 bytes, the builder and its array: under a kilobyte.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Reads, 1, 1024);
    }

    private static RankedClass[] Ranked(CharacterReader reader, int slot)
    {
        var best = new RankedClass[5];
        Assert.Equal(5, reader.Rank(slot, InkScript.Any, best, out _));
        return best;
    }
}
