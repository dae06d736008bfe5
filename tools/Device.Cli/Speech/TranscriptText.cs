using System.Globalization;
using System.Text;

namespace Device.Cli.Speech;

/// <summary>A transcript as text for people, or as subtitles: SubRip or WebVTT.</summary>
internal static class TranscriptText
{
    internal static readonly string[] Formats = ["text", "json", "srt", "vtt"];

    internal static string Of(IReadOnlyList<TranscriptLine> lines, string format) => format switch
    {
        "json" => JsonText.Of(lines.ToArray()) + "\n",
        "srt" => Subtitles(lines, ','),
        "vtt" => "WEBVTT\n\n" + Subtitles(lines, '.'),
        _ => string.Concat(lines.Select(l => $"{Time(l.Start, '.')}  {l.Text}\n")),
    };

    private static string Subtitles(IReadOnlyList<TranscriptLine> lines, char comma)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{Time(lines[i].Start, comma)} --> {Time(lines[i].End, comma)}\n{lines[i].Text}\n\n");
        }

        return text.ToString();
    }

    private static string Time(double seconds, char comma)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{comma}{time.Milliseconds:000}");
    }
}
