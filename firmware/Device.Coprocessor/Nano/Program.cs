using System.Device.Gpio;

namespace Device.Coprocessor.Nano;

/// <summary>Entry point on the chip. Pin numbers and port are those of the board at hand: change them here.</summary>
public static class Program
{
    /// <summary>Polls for ever.</summary>
    public static void Main()
    {
        BoardPins pins = new BoardPins { PowerButton = 0, Lid = 1, ExternalPower = 2, HostEnable = 3, HostReset = 4, HostInterrupt = 5 };
        CoprocessorSettings settings = new CoprocessorSettings { Board = "example" };
        PowerSupervisor supervisor = new PowerSupervisor(settings, new GpioBoard(new GpioController(), pins));
        new PollLoop(supervisor, new SerialLine("COM2", 115200)).Run();
    }
}
