using System.Text;
using CsCheck;
using Device.Link;

namespace Device.Firmware.Tests.Link;

public sealed class Crc16Tests
{
    [Fact]
    public void The_published_check_value_comes_out()
    {
        Assert.Equal(0x29B1, Crc16.Compute(Encoding.ASCII.GetBytes("123456789"), 0, 9));
    }

    [Fact]
    public void Nothing_gives_the_start_value()
    {
        Assert.Equal(Crc16.Start, Crc16.Compute([], 0, 0));
    }

    [Fact]
    public void It_agrees_with_the_bit_by_bit_definition_and_can_be_carried_on()
    {
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 300]).Sample((data, at) =>
        {
            var cut = Math.Min(at, data.Length);
            var whole = Crc16.Compute(data, 0, data.Length);
            return whole == BitByBit(data)
                && whole == Crc16.Continue(Crc16.Compute(data, 0, cut), data, cut, data.Length - cut);
        });
    }

    [Fact]
    public void Any_single_flipped_bit_is_noticed()
    {
        Gen.Select(Gen.Byte.Array[1, 248], Gen.Int[0, (248 * 8) - 1]).Sample((data, bit) =>
        {
            var before = Crc16.Compute(data, 0, data.Length);
            data[bit / 8 % data.Length] ^= (byte)(1 << (bit % 8));
            return Crc16.Compute(data, 0, data.Length) != before;
        });
    }

    private static ushort BitByBit(byte[] data)
    {
        var crc = 0xFFFF;
        foreach (var value in data)
        {
            crc ^= value << 8;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
                crc &= 0xFFFF;
            }
        }

        return (ushort)crc;
    }
}
