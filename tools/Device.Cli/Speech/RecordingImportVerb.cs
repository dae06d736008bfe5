using System.CommandLine;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech import FILE…</c>: through the running service, which owns the store.</summary>
internal static class RecordingImportVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Sound files: WAV, MP3, FLAC, Ogg, and M4A where ffmpeg is installed.", Arity = ArgumentArity.OneOrMore };
        var title = new Option<string?>("--title") { Description = "The recordings' title. [default: the file's name]", HelpName = "TEXT" };
        var verb = new Verb("import", "Makes sound files recordings of the open note; deviced must run.", "devicectl speech import meeting.m4a --title \"Monday meeting\"") { files, title };
        verb.Does(async (parsed, cancellationToken) =>
        {
            using var service = RunningService.Find(parsed.GetRequiredValue(shared.Data)) ?? throw new CliException("deviced does not run with this data folder; --data names another");
            var failed = false;
            foreach (var file in parsed.GetRequiredValue(files))
            {
                if (!file.Exists)
                {
                    throw new CliException($"{file.FullName}: no such file");
                }

                await parsed.InvocationConfiguration.Error.WriteLineAsync($"importing {file.FullName}");
                var path = $"api/recordings/import?file={Uri.EscapeDataString(file.Name)}&title={Uri.EscapeDataString(parsed.GetValue(title) ?? "")}";
                var (isOk, answer) = await service.PostFileAsync(path, file.FullName, cancellationToken);
                failed |= !isOk;
                await (isOk ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error).WriteLineAsync(answer);
            }

            return failed ? ExitCode.Failed : ExitCode.Ok;
        });
        return verb;
    }
}
