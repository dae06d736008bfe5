using CsCheck;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests.Handwriting;

public sealed class ClassRankingTests
{
    [Fact]
    public void Ranking_in_one_pass_equals_a_full_softmax_and_sort() =>
        Gen.Select(Gen.Float[-40, 40].Array[1, 60], Gen.Int[1, 12], Gen.Float[0.3f, 3]).Sample((logits, count, temperature) =>
        {
            int[] allowed = [.. Enumerable.Range(0, logits.Length)];
            var best = new RankedClass[count];
            var found = ClassRanking.Rank(logits, allowed, -1, temperature, best, out _);
            var sum = logits.Sum(l => Math.Exp(l / temperature));
            var expected = allowed.OrderByDescending(i => logits[i] / temperature).Take(count).ToArray();
            Assert.Equal(expected, best.Take(found).Select(b => b.Class));
            Assert.All(best.Take(found), b => Assert.Equal(Math.Log(Math.Exp(logits[b.Class] / temperature) / sum), b.LogProbability, 2));
        });

    [Fact]
    public void The_reject_class_takes_its_share_but_never_answers()
    {
        var best = new RankedClass[5];
        var found = ClassRanking.Rank([1, 2, 5], [0, 1], 2, 1, best, out _);
        Assert.Equal([1, 0], best.Take(found).Select(b => b.Class));
        Assert.InRange(best.Take(found).Sum(b => Math.Exp(b.LogProbability)), 0.01, 0.1);
    }

    [Fact]
    public void Ink_like_no_character_is_told_by_the_characters_alone()
    {
        var best = new RankedClass[1];
        ClassRanking.Rank([1, 2, 50], [0, 1], 2, 1, best, out var logSum);
        Assert.Equal(Math.Log(Math.Exp(1) + Math.Exp(2)), logSum, 4);
        Assert.True(best[0].LogProbability < -40);
    }

    [Fact]
    public void Scores_that_are_not_finite_come_last_and_never_poison_the_others()
    {
        var best = new RankedClass[4];
        var found = ClassRanking.Rank([float.NaN, 1, float.PositiveInfinity, 2], [0, 1, 2, 3], -1, 1, best, out _);
        Assert.Equal(4, found);
        Assert.Equal([3, 1], best.Take(2).Select(b => b.Class));
        Assert.Equal(1, Math.Exp(best[0].LogProbability) + Math.Exp(best[1].LogProbability), 4);
        Assert.All(best, b => Assert.False(float.IsNaN(b.LogProbability)));
    }

    [Fact]
    public void No_allowed_class_gives_no_answer() =>
        Assert.Equal(0, ClassRanking.Rank([1, 2], [], -1, 1, new RankedClass[3], out _));
}
