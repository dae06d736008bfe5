using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Storage;

namespace Device.Host.Speech;

/// <summary>Sound files of other programs become recordings of a note, through the same capture as the microphone's sound.</summary>
internal sealed class RecordingImport(Journal journal, BlobStore blobs, NotebookView view, TimeProvider time)
{
    /// <summary>Imports a file.</summary>
    /// <returns>The recording's name.</returns>
    /// <exception cref="RecorderException">It is no sound that can be read; nothing is left of it.</exception>
    public async Task<FactId> ImportAsync(FactId note, string path, string title, CancellationToken cancellationToken)
    {
        try
        {
            // Its blob has no recording's label: when it is cut off nothing refers to it, and it is collected.
            await using var capture = await CaptureWriter.BeginAsync(blobs, "import", time.GetUtcNow(), cancellationToken);
            await foreach (var block in SoundFile.ReadAsync(path, cancellationToken))
            {
                for (var at = 0; at < block.Length; at += Core.Speech.AudioFrame.SampleRate)
                {
                    await capture.WriteAsync(capture.End, block.Slice(at, Math.Min(Core.Speech.AudioFrame.SampleRate, block.Length - at)), cancellationToken);
                }
            }

            if (capture.Samples == 0)
            {
                throw new RecorderException("there is no sound in the file");
            }

            var (length, blob) = (RecordingSession.Milliseconds(capture.End), await capture.FinishAsync(cancellationToken));
            var started = await journal.AppendAsync(new RecordingStarted(note, title), CancellationToken.None);
            await journal.AppendAsync(new RecordingStored(started.Id, blob.ToString(), RecordingFormat.Capture, length, 0), CancellationToken.None);
            await view.ReachAsync(journal.DurablePosition, cancellationToken);
            return started.Id;
        }
        catch (IOException e)
        {
            throw new RecorderException(e.Message, e);
        }
    }
}
