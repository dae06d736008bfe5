using System.Device.I2c;

namespace Device.Hardware.Simulated.I2c;

/// <summary>An emulated chip on an I2C bus, with the errors that Linux gives for what its faults do.</summary>
/// <param name="chip">The chip.</param>
/// <param name="address">Its address.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="bus">The bus's number.</param>
public sealed class EmulatedI2c(RegisterChip chip, int address, I2cFaults faults, int bus = 1) : I2cDevice
{
    private const int RemoteError = 121;
    private const int TimedOut = 110;

    private bool _isDisposed;

    /// <inheritdoc/>
    public override I2cConnectionSettings ConnectionSettings { get; } = new(bus, address);

    /// <summary>Transfers that reached the chip.</summary>
    public long Transfers { get; private set; }

    /// <inheritdoc/>
    public override void Read(Span<byte> buffer)
    {
        Begin();
        Send(buffer);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Begin();
        chip.Receive(buffer);
    }

    /// <inheritdoc/>
    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Begin();
        chip.Receive(writeBuffer);
        Send(readBuffer);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        base.Dispose(disposing);
    }

    private void Begin()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (faults.Refused > 0)
        {
            faults.Refused--;
            throw new IOException($"Error {RemoteError} performing I2C data transfer.");
        }

        if (faults.Stuck > 0)
        {
            faults.Stuck--;
            throw new IOException($"Error {TimedOut} performing I2C data transfer.");
        }

        Transfers++;
    }

    private void Send(Span<byte> buffer)
    {
        chip.Send(buffer);
        if (faults.CutOff > 0)
        {
            faults.CutOff--;
            buffer[Math.Min(faults.CutOffAfter, buffer.Length)..].Fill(0xFF);
        }
    }
}
