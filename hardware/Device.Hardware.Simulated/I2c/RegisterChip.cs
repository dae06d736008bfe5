namespace Device.Hardware.Simulated.I2c;

/// <summary>A chip with a pointer to one of 256 bytes of registers, which every byte moves on: what most chips on an I2C bus are.</summary>
public abstract class RegisterChip
{
    private byte _pointer;

    /// <summary>The registers, for tests to read and to spoil.</summary>
    public byte[] Registers { get; } = new byte[256];

    /// <summary>Takes what the master wrote: the pointer, and bytes for the registers from there on.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        _pointer = bytes[0];
        foreach (var value in bytes[1..])
        {
            Store(_pointer, value);
            _pointer = Following(_pointer);
        }

        Finish();
    }

    /// <summary>Gives what the master reads.</summary>
    /// <param name="bytes">Takes the bytes.</param>
    public void Send(Span<byte> bytes)
    {
        Refresh();
        foreach (ref var value in bytes)
        {
            value = Load(_pointer);
            _pointer = Following(_pointer);
        }
    }

    /// <summary>Brings registers that change by themselves up to date.</summary>
    protected virtual void Refresh()
    {
    }

    /// <summary>Reads a register.</summary>
    /// <param name="address">Which.</param>
    /// <returns>Its value.</returns>
    protected virtual byte Load(byte address) => Registers[address];

    /// <summary>Writes a register.</summary>
    /// <param name="address">Which.</param>
    /// <param name="value">Its new value.</param>
    protected virtual void Store(byte address, byte value) => Registers[address] = value;

    /// <summary>Is called when the master has ended a writing.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>Where the pointer goes after a register.</summary>
    /// <param name="address">The register.</param>
    /// <returns>The next one.</returns>
    protected virtual byte Following(byte address) => (byte)(address + 1);
}
