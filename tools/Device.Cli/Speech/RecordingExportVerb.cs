using System.CommandLine;
using Device.Cli.Journals;
using Device.Core.Notebook;
using Device.Core.Speech;
using Device.Storage;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech export RECORDING FILE</c>: sound as WAV or Opus, words as text, SRT, VTT, Markdown or JSON, which the file's name decides.</summary>
internal static class RecordingExportVerb
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text",
        [".srt"] = "srt",
        [".vtt"] = "vtt",
        [".md"] = "md",
        [".json"] = "json",
    };

    internal static Verb Create(SharedOptions shared)
    {
        var name = new Argument<string>("RECORDING") { Description = "Its name, as speech list prints it, or its title." };
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write: .wav, .ogg or .opus for the sound; .txt, .srt, .vtt, .md or .json for the words." };
        file.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && !SoundFileWriter.CanWrite(r.Tokens[0].Value) && !Texts.ContainsKey(Path.GetExtension(r.Tokens[0].Value)))
            {
                r.AddError($"FILE: '{r.Tokens[0].Value}' found, a name that ends with .wav, .ogg, .opus, .txt, .srt, .vtt, .md or .json expected");
            }
        });
        var verb = new Verb("export", "Writes a recording's sound or words into a file.", "devicectl speech export \"Monday meeting\" minutes.srt") { name, file };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var wanted = parsed.GetRequiredValue(name);
            var shelf = await RecordingFolder.ReadAsync(parsed, shared, cancellationToken);
            var found = shelf.All.Where(r => r.Id.ToString() == wanted || r.Started.Title == wanted).ToList();
            if (found.Count != 1)
            {
                throw new CliException(found.Count == 0 ? $"no recording '{wanted}': devicectl speech list" : $"{found.Count} recordings have the title '{wanted}': name one as devicectl speech list prints it");
            }

            var path = parsed.GetRequiredValue(file).FullName;
            var (folder, keys) = (JournalFolders.Blobs(parsed, shared), JournalFolders.Keys(parsed, shared));
            if (Texts.TryGetValue(Path.GetExtension(path), out var format))
            {
                await WriteWordsAsync(found[0], folder, keys, format, path, cancellationToken);
            }
            else
            {
                await WriteSoundAsync(found[0], folder, keys, path, cancellationToken);
            }

            await parsed.InvocationConfiguration.Error.WriteLineAsync(path);
            return ExitCode.Ok;
        });
        return verb;
    }

    private static async Task WriteSoundAsync(Recording recording, string folder, KeyRing keys, string path, CancellationToken cancellationToken)
    {
        var stored = recording.Sound ?? throw new CliException("it is still being recorded, or was cut off: start deviced once");
        using var sound = RecordingSound.Open(folder, keys, stored) ?? throw new CliException("its sound is not on this machine");
        await using var writer = await SoundFileWriter.CreateAsync(path, cancellationToken);
        var block = new short[AudioFrame.SampleRate];
        for (int count; (count = sound.Read(block)) > 0;)
        {
            await writer.WriteAsync(block.AsMemory(0, count), cancellationToken);
        }

        await writer.FinishAsync();
    }

    private static async Task WriteWordsAsync(Recording recording, string folder, KeyRing keys, string format, string path, CancellationToken cancellationToken)
    {
        if (recording.Transcript is not { } stored || !BlobId.TryParse(stored.Blob, out var id) || BlobFiles.OpenRead(folder, keys, id) is not { } content)
        {
            throw new CliException("there is no transcript of it on this machine");
        }

        await using (content)
        {
            var bytes = new byte[(int)Math.Min(content.Length, TranscriptJson.MostBytes)];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            if (format == "json")
            {
                await File.WriteAllBytesAsync(path, bytes, cancellationToken);
            }
            else
            {
                await File.WriteAllTextAsync(path, TranscriptText.Write(TranscriptJson.Read(bytes), format, recording.Started.Title), cancellationToken);
            }
        }
    }
}
