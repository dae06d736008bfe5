using System.Device.Spi;

namespace Device.Hardware.Tests.Panels;

/// <summary>A bus that can be cut from its chip: then everything sent is lost and everything read is zero.</summary>
internal sealed class SwitchedSpi(SpiDevice chip) : SpiDevice
{
    public bool IsCut { get; set; }

    public override SpiConnectionSettings ConnectionSettings => chip.ConnectionSettings;

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!IsCut)
        {
            chip.Write(buffer);
        }
    }

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        if (IsCut)
        {
            readBuffer.Clear();
        }
        else
        {
            chip.TransferFullDuplex(writeBuffer, readBuffer);
        }
    }
}
