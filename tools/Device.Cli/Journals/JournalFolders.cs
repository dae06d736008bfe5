using System.CommandLine;
using Device.Storage;

namespace Device.Cli.Journals;

/// <summary>Where the journal and its views lie in the data folder.</summary>
internal static class JournalFolders
{
    internal static string Journal(ParseResult parsed, SharedOptions shared) => Existing(Path.Combine(Data(parsed, shared), "journal"));

    internal static string View(ParseResult parsed, SharedOptions shared) => Path.Combine(Data(parsed, shared), "view");

    internal static string Blobs(ParseResult parsed, SharedOptions shared) => Path.Combine(Data(parsed, shared), "blobs");

    internal static KeyRing Keys(ParseResult parsed, SharedOptions shared) => KeySources.Read(
        Data(parsed, shared), parsed.GetValue(shared.KeyFile)?.FullName ?? "", Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));

    /// <summary>The file that keys are added to.</summary>
    internal static FileKeySource KeyFile(ParseResult parsed, SharedOptions shared) =>
        new(parsed.GetValue(shared.KeyFile)?.FullName ?? Path.Combine(Data(parsed, shared), KeySources.FileInData));

    private static string Data(ParseResult parsed, SharedOptions shared) => parsed.GetRequiredValue(shared.Data).FullName;

    private static string Existing(string folder) =>
        Directory.Exists(folder) ? folder : throw new CliException($"{folder}: no such folder, expected a journal; --data names the data folder");
}
