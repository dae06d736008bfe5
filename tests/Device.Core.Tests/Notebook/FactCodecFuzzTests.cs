using System.Buffers;
using CsCheck;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

/// <summary>Facts come from flash and from other machines: no bytes may do more harm than a FactFormatException.</summary>
public sealed class FactCodecFuzzTests
{
    private static readonly Gen<FactKind> Kind = Gen.Byte[0, 21].Select(b => (FactKind)b);

    [Fact]
    public void Random_bytes_are_a_fact_or_a_format_error() => Gen.Byte.Array[0, 300].Sample(ReadIsSafe, iter: 20_000);

    [Fact]
    public void Random_bodies_are_a_body_or_a_format_error() => Gen.Select(Kind, Gen.Byte.Array[0, 300]).Sample(
        (kind, bytes) => IsSafe(bytes, () =>
        {
            var output = new ArrayBufferWriter<byte>();
            FactCodec.WriteBody(FactCodec.ReadBody(kind, bytes), output);
            Assert.Equal(bytes, output.WrittenSpan.ToArray());
        }),
        iter: 20_000);

    [Fact]
    public void Facts_with_changed_bytes_are_a_fact_or_a_format_error() => Gen.Select(AnyFact.Fact, Mutation.Array[1, 4]).Sample(
        (fact, mutations) => ReadIsSafe(mutations.Aggregate(Write(fact), (bytes, mutate) => mutate(bytes))), iter: 20_000);

    [Fact]
    public void A_fact_that_is_cut_short_is_a_format_error() => Gen.Select(AnyFact.Fact, Gen.Double.Unit).Sample((fact, share) =>
    {
        var bytes = Write(fact);
        Assert.Throws<FactFormatException>(() => FactCodec.Read(bytes.AsSpan(0, (int)(bytes.Length * share)), out _));
    });

    [Fact]
    public void A_length_that_lies_allocates_nothing()
    {
        // kind 4 with a page, then a list of 1,024 strokes that is not there
        byte[] body = [3, (byte)'a', (byte)'/', (byte)'b', .. new byte[8], 1, 0x80, 0x08];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("strokes", Assert.Throws<FactFormatException>(() => FactCodec.ReadBody(FactKind.StrokesErased, body)).Field);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
    }

    private static readonly Gen<Func<byte[], byte[]>> Mutation = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, int.MaxValue], Gen.OneOf<byte>(0, 1, 0x7F, 0x80, 0xFF, 2, 0xC3), Mutate);

    private static Func<byte[], byte[]> Mutate(int how, int where, byte value) => bytes =>
    {
        if (bytes.Length == 0)
        {
            return [value];
        }

        var at = where % bytes.Length;
        return how switch
        {
            0 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (value & 7))), .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], value, .. bytes[at..]],
            _ => [.. bytes[..at], .. bytes[(at + 1)..]],
        };
    };

    private static void ReadIsSafe(byte[] bytes) => IsSafe(bytes, () =>
    {
        var fact = FactCodec.Read(bytes, out var consumed);
        Assert.InRange(consumed, 1, bytes.Length);

        // Whatever is taken is kept: a fact has one form.
        Assert.Equal(bytes[..consumed], Write(fact));
    });

    private static void IsSafe(byte[] bytes, Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (FactFormatException e)
        {
            Assert.NotEmpty(e.Field);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 + (bytes.Length * 256));
    }

    private static byte[] Write(Fact fact)
    {
        var output = new ArrayBufferWriter<byte>();
        FactCodec.Write(fact, output);
        return output.WrittenSpan.ToArray();
    }
}
