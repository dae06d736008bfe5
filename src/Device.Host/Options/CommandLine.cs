namespace Device.Host.Options;

/// <summary>The switches of <c>deviced</c> and the options they set.</summary>
public static class CommandLine
{
    /// <summary>Short switches; every other option is set as <c>--Device:Name value</c>.</summary>
    public static IReadOnlyDictionary<string, string> Switches { get; } = new Dictionary<string, string>
    {
        ["--data"] = "Device:Data",
        ["--id"] = "Device:Id",
        ["--board"] = "Device:Board",
        ["--emulated"] = "Device:Emulated",
        ["--port"] = "Device:Port",
        ["--model"] = "Device:Model",
        ["--font"] = "Fonts:TextFont",
        ["--broker-host"] = "Sync:Host",
        ["--broker-port"] = "Sync:Port",
    };

    /// <summary>What <c>deviced --help</c> prints.</summary>
    public const string Help = """
        deviced: the notebook's service

          deviced --data DIR --id TENANT/DEVICE --board NAME|FILE [--port N] [--broker-host HOST --broker-port N]

          --data DIR            everything the machine keeps (default /var/lib/device)
          --id TENANT/DEVICE    who the machine is
          --board NAME|FILE     board profile (default simulated)
          --emulated            emulate the board's chips and kernel devices behind the real drivers
          --port N              local API on loopback (default 8377; 0 takes a free one)
          --model DIR           handwriting model's bundle (default: the one that comes with the program)
          --font FILE           text font
          --broker-host HOST    MQTT broker
          --broker-port N

        Every option can also come from the environment (Device__Data=…) or as --Section:Name value.
        Example: deviced --data ~/notebook --id home/desk --board simulated

        """;
}
