using System.ComponentModel.DataAnnotations;

namespace Device.Core.Power;

/// <summary>Times and thresholds of the power policy. Times in seconds.</summary>
public sealed record PowerOptions
{
    /// <summary>Without a touch until the front light dims, 5 to 3,600.</summary>
    [Range(5, 3_600)]
    public int IdleAfter { get; set; } = 60;

    /// <summary>Then until the light goes off and the page is cleaned, 5 to 3,600.</summary>
    [Range(5, 3_600)]
    public int RestAfter { get; set; } = 120;

    /// <summary>Then until the machine sleeps, 5 to 36,000.</summary>
    [Range(5, 36_000)]
    public int SleepAfter { get; set; } = 300;

    /// <summary>After waking by itself until it sleeps again when nothing keeps it awake, 5 to 600.</summary>
    [Range(5, 600)]
    public int BackgroundGrace { get; set; } = 30;

    /// <summary>The longest that cleaning the panel and flushing the journal may take, 5 to 120.</summary>
    [Range(5, 120)]
    public int PrepareLimit { get; set; } = 30;

    /// <summary>With a critical battery until the machine shuts down, 5 to 600.</summary>
    [Range(5, 600)]
    public int CriticalGrace { get; set; } = 60;

    /// <summary>Asleep until the clock wakes the machine to sync, 300 to 86,400; 0 never.</summary>
    [Range(0, 86_400)]
    public int SyncEvery { get; set; } = 3_600;

    /// <summary>Between two readings of the battery, 5 to 600.</summary>
    [Range(5, 600)]
    public int BatteryEvery { get; set; } = 30;

    /// <summary>Percent at or below which the battery is low, 5 to 50.</summary>
    [Range(5, 50)]
    public double LowLevel { get; set; } = 15;

    /// <summary>Percent at or below which it is critical, 1 to 20, below <see cref="LowLevel"/>.</summary>
    [Range(1, 20)]
    public double CriticalLevel { get; set; } = 4;

    /// <summary>Percent above a threshold at which it is left again, 1 to 10.</summary>
    [Range(1, 10)]
    public double LevelHysteresis { get; set; } = 3;

    /// <summary>Volts that mean low to a gauge without percent, 3 to 4.</summary>
    [Range(3.0, 4.0)]
    public double LowVolts { get; set; } = 3.55;

    /// <summary>Volts that mean critical, 2.8 to 3.9, below <see cref="LowVolts"/>.</summary>
    [Range(2.8, 3.9)]
    public double CriticalVolts { get; set; } = 3.4;

    /// <summary>Volts above a threshold at which it is left again, 0.02 to 0.5.</summary>
    [Range(0.02, 0.5)]
    public double VoltsHysteresis { get; set; } = 0.08;

    /// <summary>Readings in a row that must agree before a threshold counts, 1 to 10: a radio that starts pulls the voltage down for a moment.</summary>
    [Range(1, 10)]
    public int Readings { get; set; } = 2;

    /// <summary>Percent of the person's brightness that is left when nobody touches the machine, 0 to 100.</summary>
    [Range(0, 100)]
    public int DimTo { get; set; } = 30;

    /// <summary>The front light's brightness, 0 to 100.</summary>
    [Range(0, 100)]
    public int Brightness { get; set; }

    /// <summary>The front light's warmth, 0 to 100.</summary>
    [Range(0, 100)]
    public int Warmth { get; set; } = 40;

    /// <summary>Whether the machine sleeps at all; false for one that is always on power, which still dims and cleans its panel.</summary>
    public bool CanSleep { get; set; } = true;

    /// <summary>How long a state lasts until <see cref="PowerInput.Timeout"/>; null for as long as it takes.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The time, or null.</returns>
    public TimeSpan? TimeIn(PowerState state) => state switch
    {
        PowerState.Active => TimeSpan.FromSeconds(IdleAfter),
        PowerState.Idle => TimeSpan.FromSeconds(RestAfter),
        PowerState.Resting => CanSleep ? TimeSpan.FromSeconds(SleepAfter) : null,
        PowerState.Background => !CanSleep ? null : TimeSpan.FromSeconds(BackgroundGrace),
        PowerState.Suspending or PowerState.ShuttingDown or PowerState.Off => TimeSpan.FromSeconds(PrepareLimit),
        PowerState.Critical => TimeSpan.FromSeconds(CriticalGrace),
        _ => null,
    };
}
