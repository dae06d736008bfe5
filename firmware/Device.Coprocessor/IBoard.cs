namespace Device.Coprocessor;

/// <summary>The pins of one board. Called from one thread; no call may wait longer than a millisecond or throw.</summary>
public interface IBoard
{
    /// <summary>Samples every input now.</summary>
    BoardInputs Sample();

    /// <summary>Switches the processor's supply.</summary>
    void SetHostPower(bool isOn);

    /// <summary>Starts a reset pulse for the processor; the board ends it by itself.</summary>
    void ResetHost();

    /// <summary>Drives the line that tells the processor, or wakes it: there are events to fetch.</summary>
    void SetHostInterrupt(bool isAsserted);
}
