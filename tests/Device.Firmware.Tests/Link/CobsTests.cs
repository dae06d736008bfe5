using CsCheck;
using Device.Link;

namespace Device.Firmware.Tests.Link;

public sealed class CobsTests
{
    public static TheoryData<byte[], byte[]> Known { get; } = new()
    {
        { [], [1] },
        { [0], [1, 1] },
        { [0, 0], [1, 1, 1] },
        { [0x11, 0x22, 0, 0x33], [3, 0x11, 0x22, 2, 0x33] },
        { [0x11, 0, 0, 0], [2, 0x11, 1, 1, 1] },
        { Run(1, 254), [255, .. Run(1, 254)] },
        { [0, .. Run(1, 254)], [1, 255, .. Run(1, 254)] },
        { Run(1, 255), [255, .. Run(1, 254), 2, 255] },
        { [.. Run(1, 254), 0], [255, .. Run(1, 254), 1, 1] },
        { [.. Run(2, 254), 0, 1], [255, .. Run(2, 254), 1, 2, 1] },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Known_bytes_are_stuffed_as_published(byte[] plain, byte[] stuffed)
    {
        Assert.Equal(stuffed, Encode(plain));
        Assert.Equal(plain, Decode(stuffed));
    }

    [Fact]
    public void Whatever_goes_in_comes_out_and_no_zero_is_sent()
    {
        Gen.OneOf(Gen.Byte.Array[0, 1200], Gen.Byte[1, 255].Array[250, 1200]).Sample(plain =>
        {
            var stuffed = Encode(plain);
            return !stuffed.Contains((byte)0)
                && stuffed.Length <= Cobs.MaxEncodedLength(plain.Length)
                && Decode(stuffed).AsSpan().SequenceEqual(plain);
        });
    }

    [Fact]
    public void Decoding_in_place_gives_the_same()
    {
        Gen.Byte.Array[0, 600].Sample(plain =>
        {
            var stuffed = Encode(plain);
            var length = Cobs.Decode(stuffed, 0, stuffed.Length, stuffed, 0);
            return stuffed.AsSpan(0, length).SequenceEqual(plain);
        });
    }

    [Fact]
    public void Random_bytes_never_throw_and_never_grow()
    {
        Gen.Byte.Array[0, 600].Sample(noise =>
            Cobs.Decode(noise, 0, noise.Length, new byte[noise.Length], 0) < Math.Max(noise.Length, 1));
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Cobs.Encode(new byte[254], 0, 254, new byte[255], 0));
    }

    private static byte[] Run(int first, int count) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];

    private static byte[] Encode(byte[] plain)
    {
        var stuffed = new byte[Cobs.MaxEncodedLength(plain.Length)];
        return stuffed[..Cobs.Encode(plain, 0, plain.Length, stuffed, 0)];
    }

    private static byte[] Decode(byte[] stuffed)
    {
        var plain = new byte[stuffed.Length];
        return plain[..Cobs.Decode(stuffed, 0, stuffed.Length, plain, 0)];
    }
}
