using System.Text.Json;
using Device.Cli.Speech;

namespace Device.Cli.Tests;

public sealed class TranscriptTests
{
    private static readonly TranscriptLine[] Lines =
    [
        new("a.wav", 0.25, 1.5, "你好", 0.9, [new TranscriptWord("你好", 0.3, 1.4, 0.9)]),
        new("a.wav", 3661.007, 3662, "再见", 0.8, []),
    ];

    [Fact]
    public void Subtitles_are_SubRip_and_WebVTT()
    {
        Assert.Equal("1\n00:00:00,250 --> 00:00:01,500\n你好\n\n2\n01:01:01,007 --> 01:01:02,000\n再见\n\n", TranscriptText.Of(Lines, "srt"));
        Assert.StartsWith("WEBVTT\n\n1\n00:00:00.250 --> 00:00:01.500\n你好\n", TranscriptText.Of(Lines, "vtt"), StringComparison.Ordinal);
        Assert.Equal("00:00:00.250  你好\n01:01:01.007  再见\n", TranscriptText.Of(Lines, "text"));
    }

    [Fact]
    public void A_transcript_as_JSON_has_times_in_seconds()
    {
        using var json = JsonDocument.Parse(TranscriptText.Of(Lines, "json"));
        Assert.Equal(3661.007, json.RootElement[1].GetProperty("start").GetDouble());
        Assert.Equal("你好", json.RootElement[0].GetProperty("words")[0].GetProperty("text").GetString());
    }

    [Fact]
    public void Figures_have_the_fields_of_the_contract_in_order() =>
        Assert.Equal(
            """{"samples":1,"accuracy":0.5,"wer":null,"cer":null,"tonelessTop1":null,"tonelessTop5":null,"tonalTop1":null,"rtf":0.1,"modelBytes":7}""",
            JsonText.Of(new SpeechFigures(1, 0.5, null, null, null, null, null, 0.1, 7)));

    [Fact]
    public async Task A_folder_without_a_manifest_and_a_damaged_one_are_told()
    {
        var folder = Directory.CreateTempSubdirectory("speech-eval").FullName;
        var none = await Devicectl.RunAsync("speech", "eval", folder);
        Assert.Equal((1, true), (none.Code, none.Error.Contains("manifest.jsonl: no such file", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.jsonl"), "{\"audio\":\n", TestContext.Current.CancellationToken);
        var damaged = await Devicectl.RunAsync("speech", "eval", folder);
        Assert.Equal((1, true), (damaged.Code, damaged.Error.Contains("line 1", StringComparison.Ordinal)));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("speech", "transcribe")]
    [InlineData("speech", "transcribe", "a.wav", "--format", "pdf")]
    [InlineData("speech", "assess", "a.wav")]
    [InlineData("speech", "enroll", "name")]
    public async Task A_wrong_command_line_is_exit_code_2(params string[] args) => Assert.Equal(2, (await Devicectl.RunAsync(args)).Code);
}
