using CsCheck;
using Device.Core.Ink;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>What a writer's corrections change, on points made here and on real ink.</summary>
public sealed class WriterProfileTests(ShippedModel model) : IClassFixture<ShippedModel>
{
    private static readonly string[] Sets = ["han-people-dev.jsonl", "latin-dev.jsonl", "han-tomoe-dev.jsonl"];
    private static readonly string[] Labels = ["甲", "乙", "丙"];

    [Fact]
    public void A_corrected_sample_wins_for_ink_like_it_and_changes_nothing_far_from_it()
    {
        var profile = new WriterProfile();
        Assert.True(profile.Learn(1, Point(0), [3, 2, 0]));
        profile.Settle();
        float[] near = [3, 2, 0], far = [3, 2, 0];
        profile.Adapt(Point(0, 0.05f), near);
        profile.Adapt(Point(1), far);
        Assert.True(near[1] > near[0]);
        Assert.Equal([3, 2, 0], far);
    }

    [Fact]
    public void A_sample_that_would_spoil_what_the_writer_confirmed_is_refused()
    {
        var profile = new WriterProfile();
        Assert.True(profile.Learn(0, Point(0), [5, 4, 0]));
        Assert.False(profile.Learn(1, Point(0, 0.01f), [5, 4, 0]));
        Assert.True(profile.Learn(1, Point(1), [5, 4, 0]));
        Assert.Equal(2, profile.Samples.Count);
    }

    [Fact]
    public void The_oldest_sample_of_a_class_makes_room_and_a_lesson_is_taken_once()
    {
        var profile = new WriterProfile();
        for (var i = 0; i < WriterProfile.PerClass + 3; i++)
        {
            Assert.True(profile.Learn(2, Point(i), [0, 0, 1]));
        }

        Assert.Equal(WriterProfile.PerClass, profile.Samples.Count);
        Assert.Equal(4, profile.Samples.Min(s => s.Ordinal));
        Assert.True(profile.Begin(7));
        Assert.False(profile.Begin(7));
        for (var i = 0UL; i < WriterProfile.MostLessons + 10UL; i++)
        {
            profile.Begin(1000 + i);
        }

        Assert.Equal(WriterProfile.MostLessons, profile.Lessons.Count);
    }

    [Fact]
    public void A_profile_survives_its_file_and_belongs_to_one_model()
    {
        var content = File();
        var again = WriterProfileFile.Read(content, "model/1", Labels);
        Assert.Equal([(0, 2f), (1, -1f)], again.Samples.Select(s => (s.Class, s.Margin)));
        Assert.Equal([42UL], again.Lessons);
        float[] logits = [0, 0, 0];
        again.Adapt(Point(3), logits);
        Assert.InRange(logits[1], again.Weight * 0.98f, again.Weight * 1.001f);
        Assert.Empty(WriterProfileFile.Read(content, "model/2", Labels).Samples);
        Assert.Equal(content, WriterProfileFile.Write(again, "model/1", Labels));
    }

    [Fact]
    public void The_file_of_version_1_is_read_forever()
    {
        var golden = System.IO.File.ReadAllBytes(RepositoryFile.Find("tests", "Device.Recognition.Tests", "golden", "writer-profile-1.bin")!);
        Assert.Equal(golden, File());
        Assert.Equal(2, WriterProfileFile.Read(golden, "model/1", Labels).Samples.Count);
    }

    [Fact]
    public void Damaged_files_are_refused_or_give_a_bounded_profile()
    {
        var whole = File();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample((at, value, length) =>
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] = value;
            foreach (var content in new[] { damaged, damaged[..length], [.. damaged, value] })
            {
                try
                {
                    Assert.InRange(WriterProfileFile.Read(content, "model/1", Labels).Samples.Count, 0, WriterProfile.Most);
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains("writer profile", e.Message, StringComparison.Ordinal);
                }
            }
        });
    }

    [Fact]
    public async Task Corrections_of_half_of_a_writers_ink_help_with_the_other_half_and_harm_no_other_writer()
    {
        Assert.SkipWhen(model.Missing, model.WhyMissing);
        using var reader = new CharacterReader(ModelBundle.Open(model.Folder), new InkRecognizerOptions());
        var sets = new List<IReadOnlyList<LabelledInk>>();
        foreach (var set in Sets)
        {
            sets.Add(await RealInk.ReadAsync(set));
        }

        var before = sets.Select(s => Right(reader, s)).ToArray();
        foreach (var (own, set) in sets.Index().Take(2))
        {
            // Every second sample of each character is taught, the others are read.
            var halves = set.GroupBy(s => s.Label).SelectMany(g => g.Index()).ToLookup(s => s.Index % 2 == 0, s => s.Item);
            LabelledInk[] read = [.. halves[false]];
            reader.Profile = new WriterProfile();
            var alone = Right(reader, read);
            Teach(reader, [.. halves[true]]);
            var taught = Right(reader, read);
            TestContext.Current.TestOutputHelper?.WriteLine($"{Sets[own]}: {alone} -> {taught} of {read.Length}, {reader.Profile.Samples.Count} samples");
            Assert.True(taught >= alone, $"{Sets[own]}: {alone} -> {taught}");
            foreach (var (other, samples) in sets.Index().Where(s => s.Index != own))
            {
                var others = Right(reader, samples);
                TestContext.Current.TestOutputHelper?.WriteLine($"  {Sets[other]}: {before[other]} -> {others} of {samples.Count}");
                Assert.True(others >= before[other], $"{Sets[other]} with the profile of {Sets[own]}: {before[other]} -> {others}");
            }
        }
    }

    private static void Teach(CharacterReader reader, LabelledInk[] samples)
    {
        foreach (var sample in samples)
        {
            var of = Array.IndexOf(reader.Labels, sample.Label);
            reader.Learn(sample.Strokes.AsSpan(), [.. Enumerable.Range(0, sample.Strokes.Length)], of);
        }

        reader.Profile.Settle();
    }

    private static int Right(CharacterReader reader, IReadOnlyList<LabelledInk> samples)
    {
        var best = new RankedClass[1];
        return samples.Count(sample =>
        {
            reader.Load(0, sample.Strokes.AsSpan(), [.. Enumerable.Range(0, sample.Strokes.Length)]);
            reader.Run(1);
            reader.Rank(0, InkScript.Any, best, out var _);
            return string.Equals(reader.Labels[best[0].Class], sample.Label, StringComparison.OrdinalIgnoreCase);
        });
    }

    private static byte[] File()
    {
        var profile = new WriterProfile();
        profile.Begin(42);
        profile.Learn(0, Point(2), [2, 0, 0]);
        profile.Learn(1, Point(3), [1, 0, 0]);
        profile.Settle();
        return WriterProfileFile.Write(profile, "model/1", Labels);
    }

    /// <summary>A point on an axis, turned a little towards the next.</summary>
    private static float[] Point(int axis, float turn = 0)
    {
        var point = new float[CharacterNet.EmbeddingLength];
        point[axis] = MathF.Cos(turn);
        point[axis + 1] = MathF.Sin(turn);
        return point;
    }
}
