using Device.Hardware.Panels;

namespace Device.Hardware.Coprocessor;

/// <summary>How the co-processor is reached; one board's values come from its profile.</summary>
public sealed record CoprocessorOptions
{
    /// <summary>The serial port.</summary>
    public string Device { get; set; } = "/dev/device-link";

    /// <summary>Bits a second: 9600, 19200, 38400, 57600, 115200, 230400, 460800 or 921600.</summary>
    public int Baud { get; set; } = 115_200;

    /// <summary>How long an answer may take, in milliseconds, 20 to 5,000.</summary>
    public int AnswerTimeout { get; set; } = 100;

    /// <summary>How often a request is sent before the line is held for broken, 1 to 10.</summary>
    public int MostTries { get; set; } = 3;

    /// <summary>How often waiting events are asked for besides the doorbell, in milliseconds, 100 to 60,000: a lost doorbell costs no more.</summary>
    public int PollInterval { get; set; } = 1_000;

    /// <summary>How long to wait before a broken line is tried again, in milliseconds, 100 to 60,000.</summary>
    public int RetryPause { get; set; } = 2_000;

    /// <summary>The co-processor's watchdog over this processor, in milliseconds, 1,000 to 600,000; 0 leaves it off.</summary>
    public int Watchdog { get; set; }

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Device(Device)
        .Require(SerialPortSpeed.IsKnown(Baud), "baud", Baud, "9600, 19200, 38400, 57600, 115200, 230400, 460800 or 921600")
        .Range("answerTimeout", AnswerTimeout, 20, 5_000)
        .Range("mostTries", MostTries, 1, 10)
        .Range("pollInterval", PollInterval, 100, 60_000)
        .Range("retryPause", RetryPause, 100, 60_000)
        .Require(Watchdog is 0 or (>= 1_000 and <= 600_000), "watchdog", Watchdog, "0, or 1000 to 600000").Faults;
}
