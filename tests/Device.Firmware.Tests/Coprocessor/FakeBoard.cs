using Device.Coprocessor;

namespace Device.Firmware.Tests.Coprocessor;

/// <summary>A board whose inputs the test sets, and a clock that advances by polls of 10 ms.</summary>
internal sealed class FakeBoard : IBoard
{
    private const int PollMilliseconds = 10;

    public FakeBoard(CoprocessorSettings? settings = null)
    {
        Settings = settings ?? new CoprocessorSettings { Board = "test" };
        Supervisor = new PowerSupervisor(Settings, this);
    }

    public CoprocessorSettings Settings { get; }

    public PowerSupervisor Supervisor { get; }

    public bool Button { get; set; }

    public bool Lid { get; set; }

    public bool Pen { get; set; }

    public bool External { get; set; }

    public int Millivolts { get; set; } = 3900;

    public long Now { get; private set; }

    public bool HostOn { get; private set; }

    public bool Interrupt { get; private set; }

    public int Resets { get; private set; }

    public BoardInputs Sample() => new(Button, Lid, Pen, External, false, Millivolts);

    public void SetHostPower(bool isOn) => HostOn = isOn;

    public void ResetHost() => Resets++;

    public void SetHostInterrupt(bool isAsserted) => Interrupt = isAsserted;

    public FakeBoard Run(int milliseconds)
    {
        for (var end = Now + milliseconds; Now < end; Now += PollMilliseconds)
        {
            Supervisor.Poll(Now);
        }

        return this;
    }

    public FakeBoard Press(int milliseconds)
    {
        Button = true;
        Run(milliseconds);
        Button = false;
        return Run(100);
    }

    public FakeBoard SwitchedOn()
    {
        Run(100);
        return Press(200);
    }

    public List<Device.Link.EventId> TakeEvents()
    {
        var ids = new List<Device.Link.EventId>();
        while (Supervisor.Events.TryTake(out var record))
        {
            ids.Add(record.Id);
        }

        return ids;
    }
}
