using Device.Cli.Speech;
using Device.Core.Speech;

namespace Device.Cli.Tests;

public sealed class TranscriptTests
{
    [Fact]
    public void A_transcript_as_text_has_the_time_of_each_stretch()
    {
        var transcript = new Transcript("m/1", "zh-CN", [new TranscriptLine(250, 1_500, "你好", []), new TranscriptLine(3_661_007, 3_662_000, "再见", [])]);
        Assert.Equal("00:00:00.250  你好\n01:01:01.007  再见\n", TranscribeVerb.Text(transcript, "text"));
        Assert.StartsWith("1\n00:00:00,250 --> 00:00:01,500\n你好\n", TranscribeVerb.Text(transcript, "srt"), StringComparison.Ordinal);
        Assert.StartsWith("{\"model\":\"m/1\"", TranscribeVerb.Text(transcript, "json"), StringComparison.Ordinal);
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
