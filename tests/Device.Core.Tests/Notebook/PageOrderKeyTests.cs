using CsCheck;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

public sealed class PageOrderKeyTests
{
    // Names that end with the digit 0, begin another name, or are as long as they may be.
    private static readonly DeviceId[] Devices =
    [
        DeviceId.Parse("a/b"), DeviceId.Parse("a/b-"), DeviceId.Parse("a/b--"), DeviceId.Parse("-/-"), DeviceId.Parse("z/z"),
        DeviceId.Parse(new string('z', 32) + "/" + new string('-', 32)),
    ];

    private static readonly Gen<DeviceId> Device = Gen.OneOf(Devices);

    private static readonly Gen<Hlc> Time = Gen.OneOf(Gen.Long[0, 3], Gen.Long[long.MaxValue - 2, long.MaxValue], Gen.Long[0, long.MaxValue]).Select(t => new Hlc((ulong)t));

    [Fact]
    public void A_place_between_two_places_is_strictly_between() =>
        Gen.Select(Device, Time).Array[2, 6].SelectMany(pages => Gen.Select(Gen.Int[0, 1000], Device).Array[1, 60].Select(inserts => (pages, inserts))).Sample(
            (pages, inserts) =>
            {
                var keys = pages.Select(p => PageOrderKey.Default(new FactId(p.Item1, 1, 1), p.Item2)).Distinct().Order().ToList();
                foreach (var (where, device) in inserts)
                {
                    var at = where % (keys.Count + 1);
                    PageOrderKey? after = at == 0 ? null : keys[at - 1];
                    PageOrderKey? before = at == keys.Count ? null : keys[at];
                    if (PageOrderKey.TryBetween(after, before, device, out var key))
                    {
                        Assert.True(after is not { } a || a.CompareTo(key) < 0);
                        Assert.True(before is not { } b || key.CompareTo(b) < 0);
                        Assert.True(PageOrderKey.TryParse(key.Value, out _));
                        Assert.EndsWith(device.Value + ".", key.Value);
                        keys.Insert(at, key);
                    }
                }
            },
            iter: 3000);

    [Fact]
    public void Places_given_at_once_by_two_machines_differ_and_have_room_between_them() => Gen.Select(Device, Device).Where((a, b) => a != b).Sample((a, b) =>
    {
        Assert.True(PageOrderKey.TryBetween(null, null, a, out var first));
        Assert.True(PageOrderKey.TryBetween(null, null, b, out var second));
        Assert.NotEqual(first, second);
        var (low, high) = first.CompareTo(second) < 0 ? (first, second) : (second, first);
        Assert.True(PageOrderKey.TryBetween(low, high, a, out var middle));
        Assert.True(low.CompareTo(middle) < 0 && middle.CompareTo(high) < 0);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pages_added_one_by_one_at_an_end_do_not_make_places_longer(bool atEnd)
    {
        var key = PageOrderKey.Default(new FactId(Devices[0], 1, 1), new Hlc(1_790_000_000_000UL << 16));
        var longest = key.Value.Length;
        for (var i = 0; i < 20_000; i++)
        {
            Assert.True(PageOrderKey.TryBetween(atEnd ? key : null, atEnd ? null : key, Devices[0], out var next));
            Assert.Equal(atEnd, key.CompareTo(next) < 0);
            key = next;
            Assert.True(key.Value.Length <= longest);
        }
    }

    [Fact]
    public void A_gap_takes_a_hundred_pages_however_they_are_put_into_it_and_then_says_that_it_is_full() =>
        Gen.Select(Device, Gen.Int[0, 1].Array[1, 7]).Sample((device, pattern) =>
        {
            PageOrderKey low = PageOrderKey.Spread(2, device).First(), high = PageOrderKey.Spread(2, device).Last();
            var count = 0;
            while (PageOrderKey.TryBetween(low, high, device, out var key))
            {
                Assert.True(key.Value.Length <= PageOrderKey.MaxLength);
                (low, high) = pattern[count++ % pattern.Length] == 0 ? (key, high) : (low, key);
                Assert.True(count < 5_000);
            }

            Assert.InRange(count, 100, 5_000);
        }, iter: 200);

    [Fact]
    public void Placing_all_pages_anew_gives_short_places_in_order()
    {
        foreach (var count in (int[])[0, 1, 2, 100, 5_000])
        {
            var keys = PageOrderKey.Spread(count, Devices[0]).ToList();
            Assert.Equal(count, keys.Distinct().Count());
            Assert.Equal(keys.Order(), keys);
            Assert.All(keys, k => Assert.True(PageOrderKey.TryParse(k.Value, out _) && k.Value.Length == 6 + Devices[0].Value.Length));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => PageOrderKey.Spread(PageOrderKey.MaxSpread, Devices[0]));
    }

    [Fact]
    public void Pages_that_nobody_placed_are_in_the_order_of_time() => Gen.Select(Time, Time, Device, Device).Sample((a, b, x, y) =>
        Assert.True(a >= b || PageOrderKey.Default(new FactId(x, 1, 1), a).CompareTo(PageOrderKey.Default(new FactId(y, 1, 2), b)) < 0));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5a/b")]
    [InlineData("5 a/b.")]
    [InlineData("5ä/b.")]
    [InlineData("5a/b.\n")]
    public void What_is_no_place_is_refused(string? text) => Assert.False(PageOrderKey.TryParse(text, out _));

    [Fact]
    public void Places_in_the_wrong_order_or_without_a_machine_are_refused()
    {
        var key = PageOrderKey.Spread(1, Devices[0]).Single();
        Assert.Throws<ArgumentException>(() => PageOrderKey.TryBetween(key, key, Devices[0], out _));
        Assert.Throws<ArgumentException>(() => PageOrderKey.TryBetween(null, key, default, out _));
        Assert.False(PageOrderKey.TryParse(new string('5', PageOrderKey.MaxLength) + ".", out _));
    }
}
