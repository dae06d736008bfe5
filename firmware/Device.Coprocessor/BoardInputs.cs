namespace Device.Coprocessor;

/// <summary>One sample of everything a board measures, before debouncing.</summary>
public readonly struct BoardInputs
{
    /// <summary>Makes a sample.</summary>
    public BoardInputs(bool isButtonPressed, bool isLidClosed, bool isPenNear, bool isExternalPower, bool isCharging, int batteryMillivolts)
    {
        IsButtonPressed = isButtonPressed;
        IsLidClosed = isLidClosed;
        IsPenNear = isPenNear;
        IsExternalPower = isExternalPower;
        IsCharging = isCharging;
        BatteryMillivolts = batteryMillivolts;
    }

    /// <summary>The power button's contact is closed.</summary>
    public bool IsButtonPressed { get; }

    /// <summary>The lid switch says closed; false on a board without a lid.</summary>
    public bool IsLidClosed { get; }

    /// <summary>The digitizer's wake line says that a pen is near; false on a board without one.</summary>
    public bool IsPenNear { get; }

    /// <summary>A charger or cable supplies the machine.</summary>
    public bool IsExternalPower { get; }

    /// <summary>The battery is being charged.</summary>
    public bool IsCharging { get; }

    /// <summary>Battery voltage in millivolts; 0 when it is not measured.</summary>
    public int BatteryMillivolts { get; }
}
