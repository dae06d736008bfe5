using System.Buffers;
using CsCheck;
using Device.Core.Notebook;

namespace Device.Core.Tests.Notebook;

public sealed class VersionVectorTests
{
    private static readonly Gen<FactId[]> Ids = Gen.Select(Gen.OneOf("a/1", "a/2"), Gen.ULong[0, 1], Gen.ULong[1, 20]).Array[0, 40]
        .Select(ids => ids.Select(i => new FactId(DeviceId.Parse(i.Item1), i.Item2, i.Item3)).ToArray());

    [Fact]
    public void A_vector_is_the_set_of_names_it_was_made_of() => Gen.Select(Ids, Ids).Sample((some, other) =>
    {
        var (a, b) = (VersionVector.Of(some), VersionVector.Of(other));
        var (both, either) = (a.Intersect(b), a.Union(b));
        foreach (var id in some.Concat(other))
        {
            Assert.Equal(some.Contains(id), a.Contains(id));
            Assert.Equal(some.Contains(id) && other.Contains(id), both.Contains(id));
            Assert.True(either.Contains(id));
        }

        Assert.Equal(VersionVector.Of(some.Intersect(other)), both);
        Assert.Equal(VersionVector.Of(some.Union(other)), either);
        Assert.Equal(other.All(some.Contains), a.Covers(b));
        Assert.Equal(VersionVector.Of(some.Where(i => i.Device.Name == "1")), a.Only(DeviceId.Parse("a/1")));
    });

    [Fact]
    public void Merging_is_commutative_associative_and_idempotent() => Gen.Select(AnyFact.Vector, AnyFact.Vector, AnyFact.Vector).Sample((a, b, c) =>
    {
        Assert.Equal(a.Union(b), b.Union(a));
        Assert.Equal(a.Union(b).Union(c), a.Union(b.Union(c)));
        Assert.Equal(a, a.Union(a));
        Assert.Equal(a.Intersect(b), b.Intersect(a));
        Assert.Equal(a.Intersect(b).Intersect(c), a.Intersect(b.Intersect(c)));
        Assert.Equal(a, a.Intersect(a));
        Assert.Equal(a, a.Intersect(a.Union(b)));
        Assert.True(a.Union(b).Covers(a) && a.Covers(a.Intersect(b)));
    });

    [Fact]
    public void What_is_contiguous_and_what_is_missing_add_up() => Ids.Sample(ids =>
    {
        var vector = VersionVector.Of(ids);
        foreach (var (device, epoch, spans) in vector.Epochs)
        {
            var has = ids.Where(i => i.Device == device && i.Epoch == epoch).Select(i => i.Sequence).ToHashSet();
            var holes = vector.Holes(device, epoch).SelectMany(h => Enumerable.Range((int)h.First, (int)(h.Last - h.First) + 1)).Select(i => (ulong)i);
            Assert.Equal(Enumerable.Range(1, (int)has.Max()).Select(i => (ulong)i).Where(i => !has.Contains(i)), holes);
            Assert.Equal((ulong)Enumerable.Range(1, 21).First(i => !has.Contains((ulong)i)) - 1, vector.Contiguous(device, epoch));
            Assert.All(spans.Zip(spans.Skip(1)), p => Assert.True(p.First.Last + 1 < p.Second.First));
        }
    });

    [Fact]
    public void A_vector_is_read_as_it_was_written() => AnyFact.Vector.Sample(vector =>
    {
        Assert.Equal(vector, VersionVectorCodec.Read(Write(vector)));
        var progress = new MachineProgress(DeviceId.Parse("a/1"), vector, new Hlc(7));
        var output = new ArrayBufferWriter<byte>();
        progress.Write(output);
        Assert.Equal(progress, MachineProgress.Read(output.WrittenSpan));
    });

    [Fact]
    public void Random_bytes_are_a_vector_in_its_one_form_or_a_format_error() =>
        Gen.OneOf(Gen.Byte.Array[0, 100], Gen.Select(AnyFact.Vector, Gen.Int[0, 400], Gen.Byte, (v, at, value) =>
        {
            var bytes = Write(v);
            bytes[at % bytes.Length] = value;
            return bytes;
        })).Sample(
            bytes =>
            {
                try
                {
                    Assert.Equal(bytes, Write(VersionVectorCodec.Read(bytes)));
                }
                catch (FactFormatException e)
                {
                    Assert.NotEmpty(e.Field);
                }
            },
            iter: 20_000);

    [Fact]
    public void A_vector_over_the_limits_forgets_rather_than_claims_and_can_be_written()
    {
        var seen = new SeenFacts();
        var device = DeviceId.Parse("a/1");
        for (ulong i = 1; i <= 400; i++)
        {
            seen.Add(device, i, new SequenceSpan(1, i));
            seen.Add(device, i, new SequenceSpan(1000, 1000));
            seen.Add(device, i, new SequenceSpan(1002, 1002));
            seen.Add(device, i, new SequenceSpan(1004, 1004));
            seen.Add(device, i, new SequenceSpan(1006, 1006));
        }

        var (all, bounded) = (seen.ToVector(), seen.ToVector().Bounded());
        Assert.Throws<ArgumentException>(() => Write(all));
        Assert.Equal(bounded, VersionVectorCodec.Read(Write(bounded)));
        Assert.True(all.Covers(bounded));
        Assert.Equal(400UL, bounded.Contiguous(device, 400));

        // A machine that cannot name all its own facts holds everything up instead of letting something be dropped.
        var output = new ArrayBufferWriter<byte>();
        new MachineProgress(device, all, new Hlc(7)).Write(output);
        Assert.Equal(default, MachineProgress.Read(output.WrittenSpan).Time);
    }

    [Fact]
    public void Names_may_come_in_any_order_and_overlap() =>
        Gen.Select(Gen.ULong[1, 30], Gen.ULong[0, 8]).Array[1, 12].Sample(spans =>
        {
            var (seen, names) = (new SeenFacts(), new HashSet<ulong>());
            foreach (var (first, length) in spans)
            {
                seen.Add(DeviceId.Parse("a/1"), 1, new SequenceSpan(first, first + length));
                names.UnionWith(Enumerable.Range((int)first, (int)length + 1).Select(i => (ulong)i));
            }

            Assert.Equal(VersionVector.Of(names.Select(n => new FactId(DeviceId.Parse("a/1"), 1, n))), seen.ToVector());
            Assert.All(Enumerable.Range(0, 45), i => Assert.Equal(names.Contains((ulong)i), seen.Contains(new FactId(DeviceId.Parse("a/1"), 1, (ulong)i))));
        });

    private static byte[] Write(VersionVector vector)
    {
        var output = new ArrayBufferWriter<byte>();
        VersionVectorCodec.Write(vector, output);
        return output.WrittenSpan.ToArray();
    }
}
