// Stand-ins with the shapes of nanoFramework's System.Device.Gpio and System.IO.Ports, so that the compiler can check the
// chip's entry point where those packages cannot be had. Only what firmware/Device.Coprocessor/Nano uses.
namespace System.Device.Gpio
{
    public enum PinMode
    {
        Input,
        InputPullUp,
        Output,
    }

    public readonly struct PinValue
    {
        public static PinValue High => default;

        public static PinValue Low => default;

        public static bool operator ==(PinValue a, PinValue b) => true;

        public static bool operator !=(PinValue a, PinValue b) => false;

        public override bool Equals(object? other) => true;

        public override int GetHashCode() => 0;
    }

    public class GpioPin
    {
        public PinValue Read() => default;

        public void Write(PinValue value)
        {
        }
    }

    public sealed class GpioController
    {
        public GpioPin OpenPin(int pinNumber, PinMode mode) => new GpioPin();
    }
}

namespace System.IO.Ports
{
    public enum Parity
    {
        None,
    }

    public enum StopBits
    {
        One,
    }

    public sealed class SerialPort
    {
        public SerialPort(string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One)
        {
        }

        public int BytesToRead => 0;

        public void Open()
        {
        }

        public int Read(byte[] buffer, int offset, int count) => 0;

        public void Write(byte[] buffer, int offset, int count)
        {
        }
    }
}
