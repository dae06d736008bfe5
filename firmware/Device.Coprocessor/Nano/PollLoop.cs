using System;
using System.Diagnostics;
using System.Threading;

namespace Device.Coprocessor.Nano;

/// <summary>Takes what the processor sent, runs the board's rules and rings for events, 100 times a second, for ever.</summary>
public sealed class PollLoop
{
    private const int PollMilliseconds = 10;
    private const int ReceiveBytes = 64;

    private readonly PowerSupervisor _supervisor;
    private readonly SerialLine _line;
    private readonly LinkEndpoint _link;
    private readonly byte[] _received = new byte[ReceiveBytes];

    /// <summary>Makes one over a board's rules and its line to the processor.</summary>
    public PollLoop(PowerSupervisor supervisor, SerialLine line)
    {
        _supervisor = supervisor;
        _line = line;
        _link = new LinkEndpoint(supervisor, line);
    }

    /// <summary>Never returns.</summary>
    public void Run()
    {
        long start = DateTime.UtcNow.Ticks;
        while (true)
        {
            // Nothing on this chip sets the clock, so its ticks are monotonic.
            PollOnce((DateTime.UtcNow.Ticks - start) / TimeSpan.TicksPerMillisecond);
            Thread.Sleep(PollMilliseconds);
        }
    }

    private void PollOnce(long now)
    {
        try
        {
            _link.Receive(_received, _line.Read(_received), now);
            _supervisor.Poll(now);
            _link.RingForEvents();
        }
        catch (Exception e)
        {
            // An unhandled exception would end the program silently and with it the power button: report it to a debugger and go on.
            Debug.WriteLine(e.Message);
        }
    }
}
