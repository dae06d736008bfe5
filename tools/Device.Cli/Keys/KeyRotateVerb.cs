using Device.Cli.Journals;

namespace Device.Cli.Keys;

/// <summary><c>devicectl key rotate</c>.</summary>
internal static class KeyRotateVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var verb = new Verb(
            "rotate", "Adds a new key, which encrypts from deviced's next start on; makes the key file where there is none. What is old is encrypted anew in the background.",
            "devicectl key rotate --data /var/lib/device");
        verb.Does(async (parsed, _) =>
        {
            var source = JournalFolders.KeyFile(parsed, shared);
            var key = source.Add();
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{source.Place}: {key} encrypts from the next start of deviced on; keep a copy of the file where the notes are not");
            return ExitCode.Ok;
        });
        return verb;
    }
}
