using System.ComponentModel.DataAnnotations;
using Device.Sync.Shadow;
using Microsoft.Extensions.Options;

namespace Device.Host.Options;

/// <summary>Options of <c>deviced</c>: configuration section <c>Device</c>, environment <c>Device__Name</c>, or the switches of <see cref="CommandLine"/>.</summary>
public sealed class DeviceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Device";

    /// <summary>Folder of everything this machine keeps.</summary>
    [Required, MinLength(1)]
    public string Data { get; set; } = "/var/lib/device";

    /// <summary>Who this machine is: <c>tenant/device</c>.</summary>
    [Required, RegularExpression("[a-z0-9-]{1,32}/[a-z0-9-]{1,32}", ErrorMessage = "Device:Id: tenant/device expected, each 1 to 32 of a-z, 0-9 and '-'")]
    public string Id { get; set; } = "local/notebook";

    /// <summary>Board profile: a file, or the name of one that comes with the program.</summary>
    [Required, MinLength(1)]
    public string Board { get; set; } = "simulated";

    /// <summary>Port of the local API on loopback, 0 for a free one, which is written to <c>DATA/run/port</c>.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8377;

    /// <summary>Folder of the handwriting model's bundle; empty for the one that comes with the program.</summary>
    public string Model { get; set; } = "";

    /// <summary>Folder of the voice model's bundle; empty for the one that comes with the program. Where it is missing, speech is told from silence by its loudness.</summary>
    public string VoiceModel { get; set; } = "";

    /// <summary>File with the keys that notes are encrypted with at rest, mode 0600; empty for the service's credential <c>storage.key</c> or <c>DATA/keys/storage.key</c>. A machine that has neither does not encrypt.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Quiet time after the last pen contact before a page is read, in milliseconds, 50 to 10,000.</summary>
    [Range(50, 10_000)]
    public int ReadAfterMilliseconds { get; set; } = 450;

    /// <summary>Strokes that may wait for the journal, 16 to 65,536. When they do, the pen waits: ink is never dropped.</summary>
    [Range(16, 65_536)]
    public int StrokeQueue { get; set; } = 1_024;

    /// <summary>Language to ask Spark to answer in, a BCP 47 tag.</summary>
    [Required, RegularExpression(MachineSettings.LanguagePattern, ErrorMessage = "Device:Language: a BCP 47 tag such as zh-CN expected")]
    public string Language { get; set; } = "zh-CN";

    /// <summary>Whether the board's chips and kernel devices are emulated behind the real drivers.</summary>
    public bool Emulated { get; set; }

    /// <summary>How much faster than life the simulated panel moves, 1 to 1,000,000; of no effect on a real one.</summary>
    [Range(1, 1_000_000)]
    public double PanelSpeed { get; set; } = 1;

    /// <summary>How often a panel that rests is asked whether it still works, in seconds, 1 to 86,400.</summary>
    [Range(1, 86_400)]
    public int PanelCheckSeconds { get; set; } = 60;

    /// <summary>Stop when standard input ends, so that a program that started this one takes it along even when it is killed.</summary>
    public bool StopWithInput { get; set; }

    /// <summary>Says that the cloud behind the broker is an offline stand-in, so that the page can say so.</summary>
    public bool StandIn { get; set; }
}

/// <summary>Checks the ranges of <see cref="DeviceOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class DeviceOptionsValidator : IValidateOptions<DeviceOptions>;
