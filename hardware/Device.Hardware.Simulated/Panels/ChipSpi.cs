using System.Device.Spi;

namespace Device.Hardware.Simulated.Panels;

/// <summary>One chip select of an emulated chip, with the limits of Linux' spidev: a transfer is at most <c>bufsiz</c> bytes.</summary>
/// <param name="settings">How the master set the bus up.</param>
/// <param name="mostBytes">spidev's <c>bufsiz</c>.</param>
/// <param name="transfer">The chip's side: what the master sends, and what the chip answers, of the same length.</param>
internal sealed class ChipSpi(SpiConnectionSettings settings, int mostBytes, ChipSpi.Transfer transfer) : SpiDevice
{
    private bool _isDisposed;

    /// <summary>One transaction between chip select low and high.</summary>
    /// <param name="settings">How the master set the bus up.</param>
    /// <param name="sent">The master's bytes.</param>
    /// <param name="answer">Takes the chip's bytes; empty when the master does not listen.</param>
    internal delegate void Transfer(SpiConnectionSettings settings, ReadOnlySpan<byte> sent, Span<byte> answer);

    public override SpiConnectionSettings ConnectionSettings => settings;

    public override void Read(Span<byte> buffer)
    {
        Check(buffer.Length);
        transfer(settings, new byte[buffer.Length], buffer);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check(buffer.Length);
        transfer(settings, buffer, []);
    }

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        if (writeBuffer.Length != readBuffer.Length)
        {
            throw new ArgumentException($"{writeBuffer.Length} bytes to send and {readBuffer.Length} to receive are not as many");
        }

        Check(writeBuffer.Length);
        transfer(settings, writeBuffer, readBuffer);
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        base.Dispose(disposing);
    }

    private void Check(int length)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (length > mostBytes)
        {
            // EMSGSIZE, as spidev answers and System.Device.Gpio passes on.
            throw new IOException($"Error 90. SPI transfer of {length} bytes is longer than {mostBytes}.");
        }
    }
}
