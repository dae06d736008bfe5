using Device.Hardware.I2c;
using Device.Hardware.Panels;

namespace Device.Hardware.FrontLight.Lm3630a;

/// <summary>How an LM3630A light driver is wired and limited; one board's values come from its profile.</summary>
public sealed record Lm3630aOptions : I2cPartOptions
{
    /// <summary>Makes the standard options.</summary>
    public Lm3630aOptions()
        : base(Lm3630a.DefaultI2cAddress)
    {
    }

    /// <summary>Whether bank A is the cold colour and bank B the warm one; false for the other way.</summary>
    public bool IsBankACold { get; set; } = true;

    /// <summary>Whether both banks are used. False for a light of one colour on bank A.</summary>
    public bool HasWarmth { get; set; } = true;

    /// <summary>Full-scale current of the cold colour's bank as the register's code, 0 (5 mA) to 31 (28.5 mA) in steps of 0.75 mA.</summary>
    public int ColdCurrent { get; set; } = 20;

    /// <summary>Full-scale current of the warm colour's bank, as <see cref="ColdCurrent"/>.</summary>
    public int WarmCurrent { get; set; } = 20;

    /// <summary>Voltage at which the boost converter stops, for a string without light: 16, 24, 32 or 40 volts.</summary>
    public int OverVoltage { get; set; } = 24;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionFault> Validate() => Check()
        .Range("coldCurrent", ColdCurrent, 0, 31)
        .Range("warmCurrent", WarmCurrent, 0, 31)
        .Require(OverVoltage is 16 or 24 or 32 or 40, "overVoltage", OverVoltage, "16, 24, 32 or 40").Faults;
}
