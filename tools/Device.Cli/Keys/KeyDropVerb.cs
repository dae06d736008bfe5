using System.CommandLine;
using System.Globalization;
using Device.Cli.Journals;

namespace Device.Cli.Keys;

/// <summary><c>devicectl key drop</c>.</summary>
internal static class KeyDropVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var number = new Argument<string>("NUMBER") { Description = "The key's number, 16 hexadecimal digits." };
        var verb = new Verb("drop", "Takes a key that nothing needs any more out of the key file.", "devicectl key drop 0123456789abcdef") { number };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetRequiredValue(number);
            if (!ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var wanted))
            {
                throw new CliException($"'{text}': 16 hexadecimal digits expected");
            }

            if (KeyListVerb.Lines(parsed, shared, cancellationToken).FirstOrDefault(l => l.Number == wanted.ToString("x16", CultureInfo.InvariantCulture)) is { } line
                && line.Segments + line.Blobs > 0)
            {
                throw new CliException(
                    $"key {line.Number}: {line.Segments} segments and {line.Blobs} blobs need it; without it they could never be read again. devicectl journal compact encrypts them anew");
            }

            var source = JournalFolders.KeyFile(parsed, shared);
            source.Drop(wanted);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{source.Place}: key {wanted:x16} is gone");
            return ExitCode.Ok;
        });
        return verb;
    }
}
