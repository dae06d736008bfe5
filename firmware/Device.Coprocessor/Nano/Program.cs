using System;
using System.Device.Gpio;
using System.Diagnostics;
using System.Threading;

namespace Device.Coprocessor.Nano;

/// <summary>Entry point on the chip. Pin numbers and port are those of the board at hand: change them here.</summary>
public static class Program
{
    private const int PollMilliseconds = 10;

    /// <summary>Polls for ever.</summary>
    public static void Main()
    {
        BoardPins pins = new BoardPins { PowerButton = 0, Lid = 1, ExternalPower = 2, HostEnable = 3, HostReset = 4, HostInterrupt = 5 };
        CoprocessorSettings settings = new CoprocessorSettings { Board = "example" };
        PowerSupervisor supervisor = new PowerSupervisor(settings, new GpioBoard(new GpioController(), pins));
        SerialLine line = new SerialLine("COM2", 115200);
        LinkEndpoint link = new LinkEndpoint(supervisor, line);
        byte[] received = new byte[64];
        long start = DateTime.UtcNow.Ticks;

        while (true)
        {
            // Nothing on this chip sets the clock, so its ticks are monotonic.
            long now = (DateTime.UtcNow.Ticks - start) / TimeSpan.TicksPerMillisecond;
            try
            {
                link.Receive(received, line.Read(received), now);
                supervisor.Poll(now);
                link.RingForEvents();
            }
            catch (Exception e)
            {
                // An unhandled exception would end the program silently and with it the power button: report it and go on.
                Debug.WriteLine(e.Message);
            }

            Thread.Sleep(PollMilliseconds);
        }
    }
}
