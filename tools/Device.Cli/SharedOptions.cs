using System.CommandLine;
using Device.Core.Ink;

namespace Device.Cli;

/// <summary>Options that several verbs have, so that they are spelled and explained the same everywhere.</summary>
internal sealed class SharedOptions
{
    internal const string DefaultData = "/var/lib/device";

    private static readonly Dictionary<string, InkScript> Scripts = new(StringComparer.Ordinal)
    {
        ["any"] = InkScript.Any,
        ["han"] = InkScript.Han,
        ["latin"] = InkScript.Latin,
        ["greek"] = InkScript.Greek,
        ["digits"] = InkScript.Digits,
        ["math"] = InkScript.Mathematics,
    };

    internal Option<DirectoryInfo> Data { get; } = new("--data")
    {
        Description = "The data folder.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => new DirectoryInfo(DefaultData),
    };

    internal Option<FileInfo?> KeyFile { get; } = new("--key-file")
    {
        Description = "The keys that the notes are encrypted with. [default: the service's credential, else DATA/keys/storage.key where it is]",
        HelpName = "FILE",
        Recursive = true,
    };

    internal static Option<bool> Json() => new("--json") { Description = "Print JSON on standard output." };

    internal static Option<DirectoryInfo?> Model() => new("--model")
    {
        Description = "The model bundle's folder. [default: DATA/models/handwriting where it is, else the one beside this program]",
        HelpName = "DIR",
    };

    internal static Option<bool> NoLanguage() => new("--no-language")
    {
        Description = "Read lines by their ink alone, without the language model beside this program.",
    };

    internal static Option<string> Script()
    {
        var option = new Option<string>("--script")
        {
            Description = "Which characters may answer.",
            DefaultValueFactory = _ => "any",
        };
        option.AcceptOnlyFromAmong([.. Scripts.Keys]);
        return option;
    }

    internal static InkScript ScriptOf(string name) => Scripts[name];
}
