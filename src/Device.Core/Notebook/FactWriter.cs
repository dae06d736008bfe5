using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Device.Core.Notebook;

/// <summary>Writes the primitive fields of facts. Not thread-safe.</summary>
/// <param name="output">Where the bytes go.</param>
internal readonly struct FactWriter(IBufferWriter<byte> output)
{
    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    public void Signed(int value) => Varint((uint)((value << 1) ^ (value >> 31)));

    public void Signed(int value, int most, string field)
    {
        if (value < -most || value > most)
        {
            throw new ArgumentException($"{field}: {value} is outside {-most} to {most}");
        }

        Signed(value);
    }

    public void Count(int value, int least, int most, string field)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"{field}: {value} is outside {least} to {most}");
        }

        Varint((ulong)value);
    }

    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    public void Single(float value, float least, float most, string field)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentException($"{field}: {value} is outside {least} to {most}");
        }

        BinaryPrimitives.WriteSingleLittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    public void Text(string value, int most, string field)
    {
        if (value.Length > most)
        {
            throw new ArgumentException($"{field}: {value.Length} characters, at most {most} expected");
        }

        var count = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)count);
        Encoding.UTF8.GetBytes(value, output.GetSpan(Math.Max(count, 1)));
        output.Advance(count);
    }

    public void Id(FactId id)
    {
        if (id.Device == default)
        {
            throw new ArgumentException("id: the name of a fact without a device");
        }

        Text(id.Device.Value, DeviceId.MaxLength, "device");
        Fixed64(id.Epoch);
        Varint(id.Sequence);
    }

    public void Ids(ImmutableArray<FactId> ids, string field)
    {
        if (ids.IsDefault || ids.Length is < 1 or > FactLimits.References)
        {
            throw new ArgumentException($"{field}: {(ids.IsDefault ? 0 : ids.Length)} facts, 1 to {FactLimits.References} expected");
        }

        Varint((ulong)ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            if (i > 0 && ids[i].Device == ids[i - 1].Device && ids[i].Epoch == ids[i - 1].Epoch)
            {
                Byte(0);
                Varint(ids[i].Sequence);
            }
            else
            {
                Byte(1);
                Id(ids[i]);
            }
        }
    }

    /// <summary>A SHA-256 that is written in hexadecimal digits.</summary>
    public void Hash(string value, string field)
    {
        if (value.Length != 64 || !value.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException($"{field}: {value.Length} characters, 64 lower-case hexadecimal digits expected");
        }

        Bytes(Convert.FromHexString(value));
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
