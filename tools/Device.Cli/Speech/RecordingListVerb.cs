using System.Globalization;

namespace Device.Cli.Speech;

/// <summary><c>devicectl speech list</c>.</summary>
internal static class RecordingListVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var verb = new Verb("list", "Lists the recordings of the data folder.", "devicectl speech list --json") { json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var shelf = await RecordingFolder.ReadAsync(parsed, shared, cancellationToken);
            var lines = shelf.All.Select(r => new RecordingLine(
                r.Id.ToString(), r.Started.Title, DateTimeOffset.FromUnixTimeMilliseconds(r.Time.UnixMilliseconds), (r.Sound?.Milliseconds ?? 0) / 1_000.0,
                (r.Sound?.LostMilliseconds ?? 0) / 1_000.0, r.Sound?.Format.ToString().ToLowerInvariant() ?? "", r.Transcript is not null, r.Marks.Length, shelf.StrokesOf(r.Id).Length)).ToArray();
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(JsonText.Of(lines));
                return ExitCode.Ok;
            }

            foreach (var line in lines)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{line.Recording}  {line.Started:yyyy-MM-dd HH:mm}  {TimeSpan.FromSeconds(line.Seconds):hh\\:mm\\:ss}  {line.Title}"));
            }

            return ExitCode.Ok;
        });
        return verb;
    }
}
