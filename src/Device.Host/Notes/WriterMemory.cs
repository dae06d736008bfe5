using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Recognition.Handwriting;
using Device.Storage;

namespace Device.Host.Notes;

/// <summary>
/// The writer's profile between the recogniser and its file: every correction is a lesson, taken once. Losing the file loses
/// nothing, since the lessons are taken again from the journal's corrections. One caller at a time.
/// </summary>
internal sealed partial class WriterMemory(OnnxInkRecognizer recognizer, AtomicFile file, ILogger<WriterMemory> logger)
{
    /// <summary>Loads the profile; without a usable one the recogniser starts without.</summary>
    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            recognizer.ReadProfile(await file.ReadAsync(cancellationToken));
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            LogUnusable(logger, e.Message);
        }
    }

    /// <summary>Takes the corrections among a page's lines, and saves when there was a new one.</summary>
    /// <param name="strokes">The page's strokes.</param>
    /// <param name="lines">The page's lines.</param>
    /// <param name="cancellationToken">Stops between lessons.</param>
    internal async Task LearnAsync(ImmutableArray<PlacedStroke> strokes, ImmutableArray<LineRead> lines, CancellationToken cancellationToken)
    {
        var (lessons, all) = (0, new WriterLesson());
        foreach (var line in lines.Where(l => l.Model == LineCorrected.Model))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var named = line.Strokes.ToHashSet();
            Stroke[] ink = [.. strokes.Where(s => named.Contains(s.Id)).Select(s => s.Stroke)];
            var taught = recognizer.Learn(LessonOf(line), ink, line.Text);
            if (taught != default)
            {
                all = new WriterLesson(all.Corrected + taught.Corrected, all.Confirmed + taught.Confirmed, all.Refused + taught.Refused);
                lessons++;
            }
        }

        if (lessons == 0)
        {
            return;
        }

        LogLearnt(logger, lessons, all.Corrected, all.Confirmed, all.Refused);
        try
        {
            await file.WriteAsync(recognizer.WriteProfile(), cancellationToken);
        }
        catch (IOException e)
        {
            LogUnsaved(logger, e.Message);
        }
    }

    private static ulong LessonOf(LineRead line)
    {
        var text = string.Join('|', line.Strokes.Order()) + "\n" + line.Text;
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "learnt from {Lessons} corrected lines: {Corrected} characters corrected, {Confirmed} confirmed, {Refused} refused")]
    private static partial void LogLearnt(ILogger logger, int lessons, int corrected, int confirmed, int refused);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the writer's profile cannot be used and is made anew from the corrections: {Problem}")]
    private static partial void LogUnusable(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the writer's profile could not be saved; it is made anew at the next start: {Problem}")]
    private static partial void LogUnsaved(ILogger logger, string problem);
}
