using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Device.Core.Notebook;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Journals;

/// <summary><c>devicectl journal compact</c>.</summary>
internal static class JournalCompactVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be done. Works while deviced runs." };
        var verb = new Verb(
            "compact", "Puts small segments together and encrypts old ones with the current key; deviced, which also does so by itself, must not run.",
            "devicectl journal compact --dry-run --json")
        {
            dry, json,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var report = parsed.GetValue(dry)
                ? await JournalCompaction.PlanAsync(
                    new JournalOptions { Directory = JournalFolders.Journal(parsed, shared) }, JournalFolders.Keys(parsed, shared), Options(), null, cancellationToken)
                : await CompactAsync(parsed, shared, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? report.ToJson() : Summary(report));
            return ExitCode.Ok;
        });
        return verb;
    }

    private static async Task<CompactionReport> CompactAsync(ParseResult parsed, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (folder, keys) = (JournalFolders.Journal(parsed, shared), JournalFolders.Keys(parsed, shared));
        var found = await JournalVerifier.VerifyAsync(folder, keys, cancellationToken);
        if (!DeviceId.TryParse(found.Device, out var device))
        {
            throw new CliException($"{folder}: an empty journal, there is nothing to compact");
        }

        var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        await using var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = folder }, keys, device, TimeProvider.System, random, NullLogger<Journal>.Instance, cancellationToken);
        return await journal.CompactAsync(Options(), null, new Lines(parsed.InvocationConfiguration.Error), cancellationToken);
    }

    private static CompactionOptions Options() => new() { BytesPerSecond = 0, SmallSegments = 2 };

    private static string Summary(CompactionReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Rewritten} of {report.Segments} segments to {report.Written}: {report.BytesBefore:N0} bytes to {report.BytesAfter:N0}, {report.Dropped:N0} facts dropped, "
        + $"{report.NewKey} segments to the current key, {report.LeftDamaged} damaged segments left");

    private sealed class Lines(TextWriter error) : IProgress<CompactionProgress>
    {
        public void Report(CompactionProgress value) =>
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Done} of {value.Groups} groups, {value.Bytes:N0} of {value.BytesToDo:N0} bytes"));
    }
}
