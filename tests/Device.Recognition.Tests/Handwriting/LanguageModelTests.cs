using System.Buffers.Binary;
using CsCheck;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>The language model of docs/formats/language-model.md, on a file built here and on the one that set-up makes.</summary>
public sealed class LanguageModelTests
{
    private const float Step = 0.1f;

    // 一 丁 七 by their places 0, 1, 2; the pairs 一丁 and 丁七; the triple 一丁七; the words "a" and "at".
    private static readonly byte[] Small = Build();

    [Fact]
    public void A_triple_answers_before_a_pair_and_a_pair_before_a_character()
    {
        var model = LanguageModel.Parse((byte[])Small.Clone());
        Assert.Equal([0, 1, 2, -1], "一丁七口".Select(c => model.IndexOf(c)));
        Assert.Equal(-1f, model.Han(LanguageState.Start, 0, out var one), 4);
        Assert.Equal(-0.4f, model.Han(one, 1, out var two), 4);
        Assert.Equal(-0.2f, model.Han(two, 2, out _), 4);

        // 丁 after 七: no pair; 一 after 一丁: no triple and no pair, and the pair begins a triple.
        model.Han(LanguageState.Start, 2, out var seven);
        Assert.Equal(-2f - 1.1f, model.Han(seven, 1, out _), 4);
        Assert.Equal(-1f - 1.1f - 1f, model.Han(two, 0, out _), 4);
        Assert.Equal(-9f, model.Han(one, -1, out var none), 4);
        Assert.Equal(LanguageState.Start, none);
    }

    [Fact]
    public void Letters_follow_the_words_of_the_tree_and_may_leave_it()
    {
        var model = LanguageModel.Parse((byte[])Small.Clone());
        Assert.Equal(-0.1f, model.Letter(LanguageState.Start, (byte)'a', out var a), 4);
        Assert.Equal(-0.7f, model.EndOfWord(a), 4);
        Assert.Equal(-0.5f, model.Letter(a, (byte)'t', out var at), 4);
        Assert.Equal(0, model.EndOfWord(at), 4);
        Assert.True(model.Letter(at, (byte)'z', out var stray) < model.Letter(stray, (byte)'z', out _));
        Assert.Equal(0, model.EndOfWord(stray));
        Assert.True(stray.IsInWord);
    }

    [Fact]
    public void The_file_of_version_1_is_read_forever()
    {
        var golden = File.ReadAllBytes(RepositoryFile.Find("tests", "Device.Recognition.Tests", "golden", "language-model-1.bin")!);
        Assert.Equal(golden, Small);
        Assert.Equal(golden.Length, LanguageModel.Parse(golden).Bytes);
    }

    [Fact]
    public void Damaged_files_are_refused_or_answer_within_their_bounds() =>
        Gen.Select(Gen.Int[0, Small.Length - 1], Gen.Byte, Gen.Int[0, Small.Length]).Sample((at, value, length) =>
        {
            var damaged = (byte[])Small.Clone();
            damaged[at] = value;
            foreach (var content in new[] { damaged, damaged[..length] })
            {
                try
                {
                    Walk(LanguageModel.Parse((byte[])content.Clone()));
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains("expected", e.Message, StringComparison.Ordinal);
                }
            }
        });

    [Fact]
    public void Counts_beyond_the_file_are_refused_without_reading_on()
    {
        foreach (var offset in new[] { 8, 12, 16, 20 })
        {
            var content = (byte[])Small.Clone();
            BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(offset), 60_000);
            Assert.Throws<InvalidDataException>(() => LanguageModel.Parse(content));
            BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(offset), uint.MaxValue);
            Assert.Throws<InvalidDataException>(() => LanguageModel.Parse(content));
        }
    }

    [Fact]
    public void The_model_that_set_up_makes_finds_usual_text_likelier_than_unusual_text()
    {
        var model = ShippedModel.Language();
        Assert.SkipWhen(model is null, "models/language is not there: run tools/setup run and build again");
        Assert.True(Han(model, "我们今天去学校") > Han(model, "我门今夭去学校") + 5, $"{Han(model, "我们今天去学校")} {Han(model, "我门今夭去学校")}");
        Assert.True(Han(model, "中国人民") > Han(model, "民国中人") + 3, $"{Han(model, "中国人民")} {Han(model, "民国中人")}");
        Assert.True(Word(model, "water") > Word(model, "wateq") + 3, $"{Word(model, "water")} {Word(model, "wateq")}");
        Assert.InRange(model.Bytes, 1, 8_000_000);
    }

    [Fact]
    public void A_bundle_of_another_kind_is_refused() =>
        Assert.Throws<ModelBundleException>(() => LanguageModel.Open(ModelBundle.Open(TestInk.TinyFolder)));

    private static float Han(LanguageModel model, string text)
    {
        var (state, sum) = (LanguageState.Start, 0f);
        foreach (var c in text)
        {
            sum += model.Han(state, model.IndexOf(c), out state);
        }

        return sum;
    }

    private static float Word(LanguageModel model, string word)
    {
        var (state, sum) = (LanguageState.Start, 0f);
        foreach (var c in word)
        {
            sum += model.Letter(state, (byte)c, out state);
        }

        return sum + model.EndOfWord(state);
    }

    private static void Walk(LanguageModel model)
    {
        var state = LanguageState.Start;
        for (var i = 0; i < 9; i++)
        {
            Assert.True(float.IsFinite(model.Han(state, model.IndexOf("一丁七"[i * 5 % 3]), out state)));
        }

        foreach (var letter in "atzat"u8)
        {
            Assert.True(float.IsFinite(model.Letter(state, letter, out state) + model.EndOfWord(state)));
        }
    }

    private static byte[] Build()
    {
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        writer.Write("DVNGRAM1"u8);
        Array.ForEach([3, 2, 1, 5], writer.Write);
        Array.ForEach([Step, -1.1f, -1f, -9f, 5f, 2f], writer.Write);
        writer.Write(new byte[16]);
        Section(writer, "一丁七".Select(c => (ushort)c), writer.Write);
        Section(writer, new byte[] { 10, 20, 30 }, writer.Write);
        Section(writer, [0, 1, 2, 2], writer.Write);
        Section(writer, new ushort[] { 1, 2 }, writer.Write);
        Section(writer, new byte[] { 4, 5 }, writer.Write);
        Section(writer, [0, 1, 1], writer.Write);
        Section(writer, new ushort[] { 2 }, writer.Write);
        Section(writer, new byte[] { 2 }, writer.Write);

        // Root; a; the end of "a", t; the end of "at".
        Section(writer, new byte[] { 0, (byte)'a', 0, (byte)'t', 0 }, writer.Write);
        Section(writer, new byte[] { 0, 1, 7, 5, 0 }, writer.Write);
        Section(writer, [1, 2, 4, 4, 5, 5], writer.Write);
        return file.ToArray();
    }

    private static void Section<T>(BinaryWriter writer, IEnumerable<T> values, Action<T> write)
    {
        foreach (var value in values)
        {
            write(value);
        }

        while (writer.BaseStream.Length % 4 != 0)
        {
            writer.Write((byte)0);
        }
    }
}
