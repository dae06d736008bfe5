using System;
using System.IO.Ports;

namespace Device.Coprocessor.Nano;

/// <summary>The line to the processor: a UART without a console on it, 8 data bits, no parity, 1 stop bit.</summary>
public sealed class SerialLine : IBytePort
{
    private readonly SerialPort _port;

    /// <summary>Opens the port.</summary>
    public SerialLine(string portName, int baudRate)
    {
        _port = new SerialPort(portName, baudRate);
        _port.Open();
    }

    /// <summary>Takes what has arrived, without waiting.</summary>
    /// <returns>The number of bytes put into <paramref name="buffer"/>.</returns>
    public int Read(byte[] buffer)
    {
        int waiting = _port.BytesToRead;
        return waiting == 0 ? 0 : _port.Read(buffer, 0, waiting < buffer.Length ? waiting : buffer.Length);
    }

    /// <inheritdoc/>
    public void Write(byte[] data, int count)
    {
        try
        {
            _port.Write(data, 0, count);
        }
        catch (Exception)
        {
            // Power safety must go on with the processor dead and its end of the line stuck: the frame is lost, the processor asks again.
        }
    }
}
