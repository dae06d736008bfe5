using CsCheck;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

public sealed class SequenceSetTests
{
    [Fact]
    public void It_knows_what_a_plain_set_knows() => Gen.ULong[1, 40].Array[0, 60].Sample(numbers =>
    {
        var (set, plain) = (new SequenceSet(), new HashSet<ulong>());
        foreach (var number in numbers)
        {
            Assert.Equal(plain.Add(number), set.Add(number));
        }

        Assert.All(Enumerable.Range(0, 43), n => Assert.Equal(plain.Contains((ulong)n), set.Contains((ulong)n)));
        Assert.Equal(plain.DefaultIfEmpty().Max(), set.Highest);
    });

    [Fact]
    public void The_highest_number_of_all_fits()
    {
        var set = new SequenceSet();
        Assert.True(set.Add(ulong.MaxValue));
        Assert.True(set.Add(ulong.MaxValue - 1));
        Assert.True(set.Add(0));
        Assert.False(set.Add(ulong.MaxValue));
        Assert.True(set.Contains(0) && !set.Contains(1));
    }
}
