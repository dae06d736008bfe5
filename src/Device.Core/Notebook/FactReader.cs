using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace Device.Core.Notebook;

/// <summary>Reads the primitive fields of facts from bytes; every length is checked before anything is allocated. Not thread-safe.</summary>
/// <param name="bytes">The bytes, not copied.</param>
internal ref struct FactReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public byte Byte(string field) => Take(1, field)[0];

    public ulong Varint(string field)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Byte(field);
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                if (shift == 63 && b > 1 || (b == 0 && shift > 0))
                {
                    throw new FactFormatException(field, "a number in its shortest form expected");
                }

                return value;
            }
        }

        throw new FactFormatException(field, "a number of at most 64 bits expected");
    }

    public int Count(string field, int least, int most)
    {
        var value = Varint(field);
        return value >= (ulong)least && value <= (ulong)most
            ? (int)value
            : throw new FactFormatException(field, $"{value} is outside {least} to {most}");
    }

    public int Signed(string field)
    {
        var raw = Varint(field);
        return raw <= uint.MaxValue
            ? (int)(raw >> 1) ^ -(int)(raw & 1)
            : throw new FactFormatException(field, $"{raw} is more than 32 bits");
    }

    public int Signed(string field, int most)
    {
        var value = Signed(field);
        return value >= -most && value <= most ? value : throw new FactFormatException(field, $"{value} is outside {-most} to {most}");
    }

    public bool Flag(string field)
    {
        var value = Byte(field);
        return value <= 1 ? value == 1 : throw new FactFormatException(field, $"{value} is not 0 or 1");
    }

    public ulong Fixed64(string field) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, field));

    public string Hash(string field) => Convert.ToHexStringLower(Take(32, field));

    public float Single(string field, float least, float most)
    {
        var value = BinaryPrimitives.ReadSingleLittleEndian(Take(4, field));
        return value >= least && value <= most ? value : throw new FactFormatException(field, $"{value} is outside {least} to {most}");
    }

    public string Text(string field, int most)
    {
        var span = Take(Count(field, 0, most * 3), field);
        if (!Utf8.IsValid(span))
        {
            throw new FactFormatException(field, "valid UTF-8 expected");
        }

        var text = Encoding.UTF8.GetString(span);
        return text.Length <= most ? text : throw new FactFormatException(field, $"{text.Length} characters, at most {most} expected");
    }

    public DeviceId Device(string field) => DeviceId.TryParse(Text(field, DeviceId.MaxLength), out var id)
        ? id
        : throw new FactFormatException(field, "tenant/device expected");

    public FactId Id(string field) => new(Device(field), Fixed64(field), Varint(field));

    public ImmutableArray<FactId> Ids(string field)
    {
        var count = Count(field, 1, FactLimits.References);
        if (count * 2 > Remaining)
        {
            throw new FactFormatException(field, $"{count} facts need at least {count * 2} bytes, {Remaining} left");
        }

        var ids = new FactId[count];
        for (var i = 0; i < ids.Length; i++)
        {
            // Ids of one list mostly share device and epoch: a zero says so, and nothing else may.
            var tag = Byte(field);
            ids[i] = tag switch
            {
                0 when i > 0 => ids[i - 1] with { Sequence = Varint(field) },
                1 => Id(field),
                _ => throw new FactFormatException(field, $"{tag} is not 0 or 1"),
            };
            if (tag == 1 && i > 0 && ids[i] with { Sequence = 0 } == ids[i - 1] with { Sequence = 0 })
            {
                throw new FactFormatException(field, "device and epoch of the fact before it in their short form expected");
            }
        }

        return ImmutableArray.Create(ids);
    }

    public ReadOnlySpan<byte> Take(int count, string field)
    {
        if (count > _rest.Length)
        {
            throw new FactFormatException(field, $"{count} bytes expected, {_rest.Length} left");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
