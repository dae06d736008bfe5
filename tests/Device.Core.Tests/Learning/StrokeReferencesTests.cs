using System.Buffers.Binary;
using CsCheck;
using Device.Core.Learning;

namespace Device.Core.Tests.Learning;

public sealed class StrokeReferencesTests
{
    [Fact]
    public void The_golden_file_reads_as_it_did()
    {
        var references = StrokeReferences.Read(ReferenceStrokes.Golden, "golden");
        Assert.Equal(["三", "十", "永"], references.Characters);
        Assert.StartsWith("Centre lines of the strokes", references.Notice, StringComparison.Ordinal);
        Assert.Equal([3, 2, 5], references.Characters.Select(c => references.Find(c)!.Strokes.Length));
        Assert.Equal(new System.Numerics.Vector2(0x4F, 0x3D) / 256, references.Find("三")!.Strokes[0][0]);
        Assert.Null(references.Find("四"));
        Assert.Null(references.Find(""));
        Assert.Null(references.Find("三十"));
        Assert.Null(references.Find("\uD800"));
    }

    [Fact]
    public void The_shipped_file_has_every_character_of_both_levels_of_gb_2312()
    {
        var references = ReferenceStrokes.Shipped;
        Assert.Equal(6991, references.Count);
        Assert.All("一的永龘"[..3].Select(c => c.ToString()), c => Assert.NotNull(references.Find(c)));
        Assert.Contains("Arphic Public License", references.Notice, StringComparison.Ordinal);
        Assert.All(references.Characters, c => Assert.All(references.Find(c)!.Strokes, s => Assert.All(s, p => Assert.True(p is { X: >= 0 and < 1, Y: >= 0 and < 1 }))));
    }

    [Theory]
    [InlineData(0, 0x00, "'DVST' expected")]
    [InlineData(4, 2, "version 2, 1 expected")]
    [InlineData(7, 0xFF, "notice: ")]
    public void A_wrong_head_is_refused_with_the_field(int at, byte value, string expected)
    {
        var file = ReferenceStrokes.Golden;
        file[at] = value;
        Assert.Contains(expected, Assert.Throws<StrokeReferenceException>(() => StrokeReferences.Read(ReferenceStrokes.Sealed(file), "f.bin")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_count_order_or_place_is_refused_with_the_field()
    {
        Assert.Contains("not the file's length", Problem((f, at) => BinaryPrimitives.WriteUInt32LittleEndian(f.AsSpan(at), uint.MaxValue)), StringComparison.Ordinal);
        Assert.Contains("character 1: code point", Problem((f, at) => BinaryPrimitives.WriteInt32LittleEndian(f.AsSpan(at + 16), '三')), StringComparison.Ordinal);
        Assert.Contains("character 1: strokes at", Problem((f, at) => f[at + 20]++), StringComparison.Ordinal);
        Assert.Contains("character 0: 0 strokes", Problem((f, at) => f[at + 8 + 24] = 0), StringComparison.Ordinal);
        Assert.Contains("a stroke of 1 points", Problem((f, at) => f[at + 8 + 25] = 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_is_noticed()
    {
        var golden = ReferenceStrokes.Golden;
        Gen.Select(Gen.Int[0, golden.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            var file = (byte[])golden.Clone();
            file[at] ^= (byte)(1 << bit);
            Assert.Throws<StrokeReferenceException>(() => StrokeReferences.Read(file, "f.bin"));
        });
        for (var length = 0; length < golden.Length; length++)
        {
            Assert.Throws<StrokeReferenceException>(() => StrokeReferences.Read(golden[..length], "f.bin"));
        }
    }

    [Fact]
    public void A_file_of_any_bytes_with_a_right_hash_is_read_or_refused_and_nothing_else()
    {
        var golden = ReferenceStrokes.Golden;
        Gen.Select(Gen.Int[4, golden.Length - 33], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            var file = (byte[])golden.Clone();
            foreach (var (at, value) in changes)
            {
                file[at] = value;
            }

            try
            {
                var references = StrokeReferences.Read(ReferenceStrokes.Sealed(file), "f.bin");
                Assert.All(references.Characters, c => Assert.NotNull(references.Find(c)));
            }
            catch (StrokeReferenceException)
            {
            }
        });
    }

    private static string Problem(Action<byte[], int> change)
    {
        var file = ReferenceStrokes.Golden;
        change(file, ReferenceStrokes.CountAt(file));
        return Assert.Throws<StrokeReferenceException>(() => StrokeReferences.Read(ReferenceStrokes.Sealed(file), "f.bin")).Message;
    }
}
