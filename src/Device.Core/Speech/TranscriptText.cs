using System.Globalization;
using System.Text;

namespace Device.Core.Speech;

/// <summary>A transcript in the formats that other programs read. Pure.</summary>
public static class TranscriptText
{
    /// <summary>The names of the formats.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["text", "srt", "vtt", "md"];

    /// <summary>Writes a transcript.</summary>
    /// <param name="transcript">The transcript.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="title">The recording's title, for Markdown.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">The format is none of them.</exception>
    public static string Write(Transcript transcript, string format, string title) => format switch
    {
        "text" => string.Concat(transcript.Lines.Select(l => OneLine(l.Text) + "\n")),
        "srt" => Srt(transcript),
        "vtt" => Vtt(transcript),
        "md" => Markdown(transcript, title),
        _ => throw new ArgumentException($"format: '{format}' found, {string.Join(", ", Formats)} expected", nameof(format)),
    };

    private static string Srt(Transcript transcript)
    {
        var text = new StringBuilder();
        for (var i = 0; i < transcript.Lines.Length; i++)
        {
            var line = transcript.Lines[i];
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{Time(line.Start, ',')} --> {Time(line.End, ',')}\n{OneLine(line.Text)}\n\n");
        }

        return text.ToString();
    }

    /// <summary>WebVTT (W3C), in which the text of a cue escapes &amp; and &lt;.</summary>
    private static string Vtt(Transcript transcript)
    {
        var text = new StringBuilder("WEBVTT\n\n");
        foreach (var line in transcript.Lines)
        {
            var words = OneLine(line.Text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"{Time(line.Start, '.')} --> {Time(line.End, '.')}\n{words}\n\n");
        }

        return text.ToString();
    }

    private static string Markdown(Transcript transcript, string title)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Escape(title.Length > 0 ? title : "Recording")}\n\n");
        foreach (var line in transcript.Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"**{Time(line.Start, '.')[..8]}** {Escape(line.Text)}\n\n");
        }

        return text.ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in OneLine(text))
        {
            escaped.Append(@"\`*_{}[]<>#|".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }

    private static string Time(int milliseconds, char point)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{point}{time.Milliseconds:000}");
    }
}
