using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Host.Tests.Notes;

/// <summary>Corrections become the writer's profile, which outlives the process and its file.</summary>
public sealed class WriterMemoryTests : IDisposable
{
    private static readonly DeviceId Machine = DeviceId.Parse("test/machine");
    private static readonly FactId Page = new(Machine, 1, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("writer-memory-").FullName;

    private string File => Path.Combine(_folder, "view", "writer-profile");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_correction_is_taken_once_and_is_there_after_a_restart()
    {
        var stop = TestContext.Current.CancellationToken;
        var (ink, line) = Corrected();
        byte[] profile;
        using (var recognizer = Load())
        using (var file = Open())
        {
            var memory = new WriterMemory(recognizer, file, NullLogger<WriterMemory>.Instance);
            await memory.LoadAsync(stop);
            var empty = recognizer.WriteProfile();
            await memory.LearnAsync(ink, [line with { Model = "handwriting/2.0.0" }], stop);
            Assert.Equal(empty, recognizer.WriteProfile());
            await memory.LearnAsync(ink, [line], stop);
            profile = recognizer.WriteProfile();
            Assert.True(profile.Length > empty.Length + 256);
            await memory.LearnAsync(ink, [line], stop);
            Assert.Equal(profile, recognizer.WriteProfile());
        }

        using (var recognizer = Load())
        using (var file = Open())
        {
            await new WriterMemory(recognizer, file, NullLogger<WriterMemory>.Instance).LoadAsync(stop);
            Assert.Equal(profile, recognizer.WriteProfile());
        }
    }

    [Fact]
    public async Task A_damaged_file_costs_nothing_the_corrections_are_taken_again()
    {
        var stop = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllTextAsync(File, "no profile", stop);
        var (ink, line) = Corrected();
        using var recognizer = Load();
        using var file = Open();
        await file.WriteAsync("still none"u8.ToArray(), stop);
        var memory = new WriterMemory(recognizer, file, NullLogger<WriterMemory>.Instance);
        await memory.LoadAsync(stop);
        await memory.LearnAsync(ink, [line], stop);
        Assert.Equal(recognizer.WriteProfile(), await file.ReadAsync(stop));
    }

    private static OnnxInkRecognizer Load() => new(ModelBundle.Open(Path.Combine(AppContext.BaseDirectory, "models", "handwriting")));

    /// <summary>十, which the user says is a t.</summary>
    private static (ImmutableArray<PlacedStroke> Ink, LineRead Line) Corrected()
    {
        Stroke[] strokes = [Line((0, 50), (100, 50)), Line((50, 0), (50, 100))];
        ImmutableArray<PlacedStroke> ink = [.. strokes.Select((s, i) => new PlacedStroke(new FactId(Machine, 1, (ulong)(i + 2)), s))];
        return (ink, new LineRead(Page, [.. ink.Select(s => s.Id)], "t", 1, LineCorrected.Model));
    }

    private static Stroke Line((float X, float Y) from, (float X, float Y) to) =>
        new([.. Enumerable.Range(0, 11).Select(i => new InkPoint(from.X + ((to.X - from.X) * i / 10), from.Y + ((to.Y - from.Y) * i / 10), float.NaN, float.NaN))]);

    private AtomicFile Open() => new(File, NullLogger<AtomicFile>.Instance);
}
