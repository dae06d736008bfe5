using CsCheck;

namespace Device.Messages.Tests;

public sealed class BlobCodecTests
{
    private static readonly Gen<long> Length = Gen.OneOf(Gen.Long[1, 100_000], Gen.Long[1, BlobCodec.MaxLength]);

    private static readonly Gen<BlobMessage> Any = Gen.OneOf<BlobMessage>(
        Gen.Long[0, BlobCodec.MaxLength].Select(l => (BlobMessage)new BlobMessage.Offer(l)),
        Gen.Select(Length, Gen.Byte.Array[1, 300], Gen.Double.Unit).Where((l, d, _) => d.Length <= l)
            .Select((l, d, at) => (BlobMessage)new BlobMessage.Chunk(l, (long)(at * (l - d.Length)), d)),
        Gen.Select(Gen.Enum<BlobStage>(), Length, Gen.Double.Unit, Gen.OneOf("a", "错", "😀", "\0").Array[0, 128].Select(string.Concat).Where(t => t.Length <= 256))
            .Select((s, l, c, r) => (BlobMessage)new BlobMessage.State(s, (long)(c * l), l, r)),
        Gen.Select(Gen.Long[0, BlobCodec.MaxLength], Gen.Int[1, BlobCodec.MaxWanted], Gen.Int[BlobCodec.MinChunk, BlobCodec.MaxWanted])
            .Select((o, c, b) => (BlobMessage)new BlobMessage.Want(o, c, b)));

    private static readonly Dictionary<string, BlobMessage> Golden = new()
    {
        ["blob-offer"] = new BlobMessage.Offer(5_000_000_000),
        ["blob-chunk"] = new BlobMessage.Chunk(44, 32, "of an image!"u8.ToArray()),
        ["blob-state"] = new BlobMessage.State(BlobStage.Wrong, 0, 44, "not it: 错"),
        ["blob-want"] = new BlobMessage.Want(1L << 33, 131_072, 32_768),
    };

    public static TheoryData<string> Names => [.. Golden.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_written_and_read_as_in_version_1(string name)
    {
        var file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", name + "-v1.bin"));
        Assert.Equal(Convert.ToHexString(file), Convert.ToHexString(BlobCodec.Write(Golden[name])));
        Assert.Equal(Golden[name], BlobCodec.Read(file));
    }

    [Fact]
    public void A_message_reads_back_as_it_was_written() => Any.Sample(message => Assert.Equal(message, BlobCodec.Read(BlobCodec.Write(message))), iter: 3_000);

    [Fact]
    public void A_chunks_data_is_not_copied()
    {
        var payload = BlobCodec.Write(new BlobMessage.Chunk(100_000, 0, new byte[60_000]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        BlobCodec.Read(payload);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void Damaged_messages_are_messages_or_a_format_error() => Gen.Select(Any, Gen.Select(Gen.Int[0, 2], Gen.Int.NonNegative, Gen.Byte).Array[1, 3]).Sample(
        (message, damages) =>
        {
            var payload = BlobCodec.Write(message).ToList();
            foreach (var (how, where, value) in damages.Where(_ => payload.Count > 0))
            {
                var at = where % payload.Count;
                switch (how)
                {
                    case 0: payload[at] = value; break;
                    case 1: payload.Insert(at, value); break;
                    default: payload.RemoveAt(at); break;
                }
            }

            AssertSafe([.. payload]);
        },
        iter: 20_000);

    [Fact]
    public void Random_bytes_are_messages_or_a_format_error() =>
        Gen.Select(Gen.Byte[0, 5], Gen.Byte.Array[0, 60]).Select((k, b) => (byte[])[1, k, .. b]).Sample(AssertSafe, iter: 20_000);

    [Theory]
    [InlineData("", "payload")]
    [InlineData("01", "payload")]
    [InlineData("0201", "payload")]
    [InlineData("0105", "kind")]
    [InlineData("0100", "kind")]
    [InlineData("0101ffffffffffffffff", "length")]
    [InlineData("01010100000000000000" + "00", "payload")]
    [InlineData("0102" + "0100000000000000" + "0100000000000000" + "ff", "offset")]
    [InlineData("0102" + "0100000000000000" + "0000000000000000", "payload")]
    [InlineData("0103" + "05" + "0000000000000000" + "0000000000000000", "stage")]
    [InlineData("0103" + "01" + "0200000000000000" + "0100000000000000", "committed")]
    [InlineData("0103" + "01" + "0000000000000000" + "0100000000000000" + "ff", "reason")]
    [InlineData("0104" + "0000000000000000" + "00000000" + "00010000", "count")]
    [InlineData("0104" + "0000000000000000" + "01000000" + "01000000", "chunk bytes")]
    public void What_is_wrong_is_named(string hex, string field) =>
        Assert.Equal(field, Assert.Throws<MessageFormatException>(() => BlobCodec.Read(Convert.FromHexString(hex))).Field);

    private static void AssertSafe(byte[] payload)
    {
        try
        {
            Assert.Equal(payload, BlobCodec.Write(BlobCodec.Read(payload)));
        }
        catch (MessageFormatException e)
        {
            Assert.NotEmpty(e.Field);
        }
    }
}
