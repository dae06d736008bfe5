using System.Buffers;
using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Tests;

namespace Device.Messages.Tests;

public sealed class ChangesCodecTests
{
    private static readonly FactId Id = new(DeviceId.Parse("school/desk-1"), 1, 1);

    [Fact]
    public void A_batch_reads_back_in_order() => AnyFact.Fact.Array[1, 8].Sample(
        facts =>
        {
            var payload = ChangesCodec.Write(facts, MqttContract.MaxPayloadBytes, out var taken);
            Assert.Equal(facts.Length, taken);
            Assert.Equal(facts, ChangesCodec.Read(payload));
        },
        iter: 1000);

    [Fact]
    public void Facts_that_do_not_fit_are_left_for_the_next_batch_and_none_is_lost() => Gen.Select(AnyFact.Fact.Array[1, 12], Gen.Int[1, 2000]).Sample(
        (facts, limit) =>
        {
            var rest = facts.AsSpan();
            var read = new List<Fact>();
            while (rest.Length > 0)
            {
                var payload = ChangesCodec.Write(rest.ToArray(), limit, out var taken);
                Assert.InRange(taken, 1, rest.Length);
                Assert.True(payload.Length <= limit || taken == 1);
                Assert.Equal(taken, ChangesCodec.Read(payload).Count);
                read.AddRange(ChangesCodec.Read(payload));
                rest = rest[taken..];
            }

            Assert.Equal(facts, read);
        },
        iter: 1000);

    [Fact]
    public void A_batch_is_as_full_as_the_limit_allows()
    {
        Fact[] facts = [.. Enumerable.Range(1, 50).Select(i => new Fact(Id with { Sequence = (ulong)i }, default, new NoteCreated("x")))];
        var five = ChangesCodec.Write(facts[..5], MqttContract.MaxPayloadBytes, out _).Length;
        ChangesCodec.Write(facts, five, out var taken);
        Assert.Equal(5, taken);
        ChangesCodec.Write(facts, five - 1, out taken);
        Assert.Equal(4, taken);
    }

    [Fact]
    public void A_batch_holds_a_limited_number_of_facts()
    {
        Fact[] facts = [.. Enumerable.Range(1, ChangesCodec.MaxFacts + 1).Select(i => new Fact(Id with { Sequence = (ulong)i }, default, new NoteCreated("")))];
        var payload = ChangesCodec.Write(facts, MqttContract.MaxPayloadBytes, out var taken);
        Assert.Equal(ChangesCodec.MaxFacts, taken);
        Assert.Equal(ChangesCodec.MaxFacts, ChangesCodec.Read(payload).Count);
        var error = Assert.Throws<MessageFormatException>(() => ChangesCodec.Read([.. payload, .. Bytes(facts[^1])]));
        Assert.Contains("more than 1024", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_stroke_of_a_hand_fits_into_a_message()
    {
        var points = Enumerable.Range(0, InkLimits.PointsPerStroke).Select(i => new InkPoint(i % 150, i / 150, i * 4, i % 2 * 0.5f));
        var payload = ChangesCodec.Write([new Fact(Id, default, new StrokeAdded(Id, new Stroke([.. points])))], MqttContract.MaxPayloadBytes, out _);
        Assert.InRange(payload.Length, 1, MqttContract.MaxPayloadBytes);
    }

    [Fact]
    public void No_facts_are_no_batch() => Assert.Throws<ArgumentOutOfRangeException>(() => ChangesCodec.Write([], 1000, out _));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 2, 1 })]
    [InlineData(new byte[] { 0, 1 })]
    public void A_payload_of_another_format_is_refused(byte[] payload) =>
        Assert.Equal("payload", Assert.Throws<MessageFormatException>(() => ChangesCodec.Read(payload)).Field);

    [Fact]
    public void Of_a_batch_with_a_damaged_fact_nothing_counts_and_the_fact_is_named()
    {
        var error = Assert.Throws<MessageFormatException>(() => ChangesCodec.Read([1, .. Bytes(new Fact(Id, default, new NoteCreated("a"))), 0xFF]));
        Assert.Equal("facts[1]", error.Field);
        Assert.IsType<FactFormatException>(error.InnerException);
    }

    [Fact]
    public void Damaged_batches_are_facts_or_a_format_error() => Gen.Select(AnyFact.Fact.Array[1, 3], Gen.Select(Gen.Int[0, 2], Gen.Int.NonNegative, Gen.Byte).Array[1, 3]).Sample(
        (facts, damages) =>
        {
            var payload = ChangesCodec.Write(facts, MqttContract.MaxPayloadBytes, out _).ToList();
            foreach (var (how, where, value) in damages)
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
        iter: 10_000);

    [Fact]
    public void Random_bytes_are_facts_or_a_format_error() => Gen.Byte.Array[0, 200].Select(b => (byte[])[1, .. b]).Sample(AssertSafe, iter: 10_000);

    private static void AssertSafe(byte[] payload)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var facts = ChangesCodec.Read(payload);
            Assert.Equal(payload, ChangesCodec.Write(facts, int.MaxValue, out _));
        }
        catch (MessageFormatException e)
        {
            Assert.NotEmpty(e.Field);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 + (payload.Length * 512));
    }

    private static byte[] Bytes(Fact fact)
    {
        var output = new ArrayBufferWriter<byte>();
        FactCodec.Write(fact, output);
        return output.WrittenSpan.ToArray();
    }
}
