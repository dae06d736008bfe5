using Device.Core.Learning;
using Device.Recognition.Tests.Handwriting;

namespace Device.Recognition.Tests.Learning;

/// <summary>
/// What the check says about people's own ink. It is Japanese writing, whose order and number of strokes differ from the
/// mainland's in many characters (王, 田, 右, 忄): the shares are of those writers, not of the check's errors.
/// </summary>
public sealed class NaturalStrokeOrderTests
{
    [Theory]
    [InlineData("han-people-dev.jsonl", 0.73, 0.02)]
    [InlineData("han-tomoe-dev.jsonl", 0.67, 0.03)]
    public async Task Most_natural_ink_is_right_and_strokes_are_seldom_taken_for_missing(string file, double right, double missing)
    {
        var shipped = RepositoryFile.Find("src", "Device.Recognition", "content", "strokes", "strokes.bin");
        Assert.SkipUnless(shipped is not null, "the tests run apart from the source");
        var references = StrokeReferences.Read(await File.ReadAllBytesAsync(shipped, TestContext.Current.CancellationToken), shipped);
        var samples = (await RealInk.ReadAsync(file)).Select(ink => (Character: references.Find(ink.Label), Ink: ink)).Where(s => s.Character is not null).ToArray();
        var reports = samples.Select(s => StrokeOrderCheck.Compare(s.Character!, s.Ink.Strokes.AsSpan(), null)).ToArray();
        Count(reports, "right", r => r.IsRight);
        Array.ForEach(Enum.GetValues<StrokeFaults>(), fault => Count(reports, fault.ToString(), r => (r.Faults & fault) != 0));
        Count(reports, "Extra", r => !r.Extra.IsEmpty);
        Assert.InRange(reports.Count(r => r.IsRight) / (double)reports.Length, right, 1);
        Assert.InRange(reports.Count(r => (r.Faults & StrokeFaults.Missing) != 0) / (double)reports.Length, 0, missing);
        Assert.InRange(reports.Select(r => r.Shape).Order().ElementAt(reports.Length / 2), 85, 100);
    }

    private static void Count(StrokeOrderReport[] reports, string what, Func<StrokeOrderReport, bool> holds) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {reports.Count(holds)} of {reports.Length}");
}
