using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

/// <summary>Real handwriting, where the folder of evaluation data is at hand: <c>DEVICE_DATA</c>, by default <c>../shared/data</c> beside the checkout.</summary>
public sealed class HandwritingDataTests
{
    [Theory]
    [InlineData("greek-twelve-writers.jsonl", 288, InkKind.Character)]
    [InlineData("han-lines-dev.jsonl", 134, InkKind.Line)]
    [InlineData("han-people-dev.jsonl", 185, InkKind.Character)]
    [InlineData("han-tomoe-dev.jsonl", 1185, InkKind.Character)]
    [InlineData("latin-dev.jsonl", 156, InkKind.Character)]
    [InlineData("latin-twelve-writers.jsonl", 312, InkKind.Character)]
    [InlineData("latin-words-dev.jsonl", 16, InkKind.Line)]
    public async Task Every_file_of_handwriting_reads_whole_and_survives_both_formats(string file, int count, InkKind kind)
    {
        var path = Path.Combine(DataFolder(), "handwriting", file);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there: set DEVICE_DATA to the folder of evaluation data");
        var samples = await Read(File.OpenRead(path), path);
        Assert.Equal(count, samples.Length);
        Assert.All(samples, s => Assert.True(s.Label.Length > 0 && s.Writer is not null && s.Kind == kind && s.Strokes.Length > 0));

        var (inkml, jsonl) = (new MemoryStream(), new MemoryStream());
        InkMl.Write(samples, inkml);
        Array.ForEach(samples, s => InkJsonl.Write(s, jsonl));
        (inkml.Position, jsonl.Position) = (0, 0);
        Assert.Equal(samples, await Read(inkml, "inkml"));
        Assert.Equal(samples, await Read(jsonl, "jsonl"));
    }

    private static async Task<LabelledInk[]> Read(Stream stream, string name)
    {
        await using (stream)
        {
            return await InkFiles.ReadAsync(stream, name, TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string DataFolder()
    {
        if (Environment.GetEnvironmentVariable("DEVICE_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Device.sln")))
            {
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
            }
        }

        return "no checkout around the tests";
    }
}
