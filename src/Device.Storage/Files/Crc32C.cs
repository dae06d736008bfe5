using System.Buffers.Binary;
using System.Numerics;

namespace Device.Storage;

/// <summary>CRC-32C (Castagnoli, reflected, as in iSCSI, RFC 3720 appendix B.4) with the processor's instruction.</summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    public static uint Of(ReadOnlySpan<byte> bytes) => End(Add(Start, bytes));

    public static uint Add(uint running, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            running = BitOperations.Crc32C(running, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            running = BitOperations.Crc32C(running, b);
        }

        return running;
    }

    public static uint Add(uint running, ulong value) => BitOperations.Crc32C(running, value);

    public static uint End(uint running) => ~running;
}
