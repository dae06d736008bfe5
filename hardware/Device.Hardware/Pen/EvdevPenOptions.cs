using System.ComponentModel.DataAnnotations;

namespace Device.Hardware.Pen;

/// <summary>How a pen is read; one board's values come from its profile.</summary>
public sealed class EvdevPenOptions
{
    /// <summary>The device, such as /dev/input/by-path/platform-…-event; empty takes the first pen that is found.</summary>
    public string DevicePath { get; set; } = "";

    /// <summary>Maps the digitiser to the page.</summary>
    public PenCalibration Calibration { get; set; } = PenCalibration.Upright(157.8f, 210.4f);

    /// <summary>Share of the full pressure at which the pen starts to touch, 0.001..0.5.</summary>
    [Range(0.001, 0.5)]
    public float ContactPressure { get; set; } = 0.015f;

    /// <summary>Share of the full pressure at or below which it no longer touches, 0..0.5, below the contact pressure.</summary>
    [Range(0.0, 0.5)]
    public float ReleasePressure { get; set; } = 0.008f;

    /// <summary>Keep the pen from every other program (EVIOCGRAB).</summary>
    public bool IsExclusive { get; set; } = true;

    /// <summary>Samples kept for a reader that is late, 64..65536: at 360 reports a second 1024 are 2.8 seconds.</summary>
    [Range(64, 65536)]
    public int QueueCapacity { get; set; } = 1024;
}
