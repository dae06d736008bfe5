using System.Device.I2c;

namespace Device.Hardware.I2c;

/// <summary>The registers of a chip on an I2C bus: bounded tries, and errors that say which chip and register. One caller at a time.</summary>
/// <param name="name">The chip's name, for messages.</param>
/// <param name="device">The bus at the chip's address; owned.</param>
/// <param name="mostTries">How often a transfer is tried, 1 or more.</param>
internal sealed class I2cRegisters(string name, I2cDevice device, int mostTries) : IDisposable
{
    private const int MostBytes = 32;

    /// <summary>Answers whether bytes that a chip sent can be true.</summary>
    internal delegate bool Plausible(ReadOnlySpan<byte> bytes);

    /// <summary>Transfers that had to be repeated.</summary>
    public long Repeated { get; private set; }

    /// <summary>Opens the bus that options name.</summary>
    /// <exception cref="IOException">There is no such bus, or this user may not open it.</exception>
    public static I2cDevice Open(I2cPartOptions options) => I2cDevice.Create(new I2cConnectionSettings(options.Bus, options.Address));

    /// <summary>Reads registers from one on.</summary>
    /// <param name="register">The first register.</param>
    /// <param name="bytes">Takes what the chip sends.</param>
    /// <param name="isPlausible">Refuses bytes that cannot be true, such as the ones of a line that nobody pulls down; null accepts all.</param>
    /// <exception cref="IOException">No try succeeded.</exception>
    public void Read(byte register, Span<byte> bytes, Plausible? isPlausible = null)
    {
        Exception? error = null;
        for (var tries = 0; tries < mostTries; tries++)
        {
            Repeated += tries > 0 ? 1 : 0;
            try
            {
                device.WriteRead([register], bytes);
                if (isPlausible is null || isPlausible(bytes))
                {
                    return;
                }

                error = null;
            }
            catch (IOException e)
            {
                error = e;
            }
        }

        throw error is null
            ? new IOException($"{Where(register)}: {Convert.ToHexString(bytes)} read, which cannot be, {mostTries} times")
            : new IOException($"{Where(register)}: no answer to {mostTries} tries of reading {bytes.Length} bytes: {error.Message}", error);
    }

    /// <summary>Writes registers from one on.</summary>
    /// <param name="register">The first register.</param>
    /// <param name="bytes">What is written, at most 32 bytes.</param>
    /// <exception cref="IOException">No try succeeded.</exception>
    public void Write(byte register, params ReadOnlySpan<byte> bytes)
    {
        Span<byte> message = stackalloc byte[MostBytes + 1];
        message[0] = register;
        bytes.CopyTo(message[1..]);
        Exception? error = null;
        for (var tries = 0; tries < mostTries; tries++)
        {
            Repeated += tries > 0 ? 1 : 0;
            try
            {
                device.Write(message[..(bytes.Length + 1)]);
                return;
            }
            catch (IOException e)
            {
                error = e;
            }
        }

        throw new IOException($"{Where(register)}: no answer to {mostTries} tries of writing {bytes.Length} bytes: {error!.Message}", error);
    }

    public void Dispose() => device.Dispose();

    private string Where(byte register) =>
        $"{name} on i2c-{device.ConnectionSettings.BusId} at 0x{device.ConnectionSettings.DeviceAddress:x2}, register 0x{register:x2}";
}
