using Device.Core.Notebook;
using Device.Core.Speech;

namespace Device.Storage;

/// <summary>The sound of a stored recording from any place on, whatever it is stored as. Not thread-safe.</summary>
public sealed class RecordingSound : IDisposable
{
    private readonly Stream _content;
    private readonly OpusReader? _opus;
    private readonly CaptureReader? _capture;
    private ReadOnlyMemory<short> _chunk;
    private long _chunkAt;

    private RecordingSound(Stream content, RecordingStored stored)
    {
        _content = content;
        Length = (long)stored.Milliseconds * AudioFrame.SampleRate / 1_000;
        if (stored.Format == RecordingFormat.Opus)
        {
            _opus = new OpusReader(content, stored.Blob);
            Length = _opus.Samples;
        }
        else
        {
            _capture = new CaptureReader(content, stored.Blob);
        }
    }

    /// <summary>Samples, lost ones counted.</summary>
    public long Length { get; }

    /// <summary>The next sample.</summary>
    public long Position { get; private set; }

    /// <summary>Opens the sound of a recording.</summary>
    /// <param name="blobs">Where it is.</param>
    /// <param name="stored">What was written down of it.</param>
    /// <returns>Null when its blob is not on this machine, or it cannot be played.</returns>
    /// <exception cref="IOException">It is damaged, or cannot be read.</exception>
    public static RecordingSound? Open(BlobStore blobs, RecordingStored stored) => Open(stored, blobs.OpenRead);

    /// <summary>Opens the sound of a recording without opening the store; works while deviced runs.</summary>
    /// <param name="directory">The folder of the blobs.</param>
    /// <param name="keys">Decrypt them.</param>
    /// <param name="stored">What was written down of it.</param>
    /// <returns>Null when its blob is not on this machine, or it cannot be played.</returns>
    /// <exception cref="IOException">It is damaged, or cannot be read.</exception>
    public static RecordingSound? Open(string directory, KeyRing keys, RecordingStored stored) => Open(stored, id => BlobFiles.OpenRead(directory, keys, id));

    private static RecordingSound? Open(RecordingStored stored, Func<BlobId, Stream?> open)
    {
        if (stored.Format is not (RecordingFormat.Opus or RecordingFormat.Capture) || !BlobId.TryParse(stored.Blob, out var id) || open(id) is not { } content)
        {
            return null;
        }

        try
        {
            return new RecordingSound(content, stored);
        }
        catch (RecordingFormatException e)
        {
            content.Dispose();
            throw new IOException(e.Message, e);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>Goes forward to a place.</summary>
    /// <param name="sample">At or after <see cref="Position"/>.</param>
    public void Skip(long sample)
    {
        Position = Math.Clamp(sample, Position, Length);
        _opus?.Seek(Position);
    }

    /// <summary>Reads samples; lost ones are zeros.</summary>
    /// <param name="samples">Receives them.</param>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="IOException">It is damaged.</exception>
    public int Read(Span<short> samples)
    {
        try
        {
            var count = _opus is not null ? _opus.Read(samples) : FromCapture(samples);
            Position += count;
            return count;
        }
        catch (RecordingFormatException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _opus?.Dispose();
        _content.Dispose();
    }

    private int FromCapture(Span<short> samples)
    {
        samples = samples[..(int)Math.Min(samples.Length, Length - Position)];
        samples.Clear();
        for (var filled = 0; filled < samples.Length;)
        {
            var place = Position + filled;
            if (place >= _chunkAt + _chunk.Length && !_capture!.Read(out _chunkAt, out _chunk))
            {
                // The end is torn, or silence: the length that was written down holds.
                _chunkAt = long.MaxValue / 2;
                _chunk = default;
            }

            if (place < _chunkAt)
            {
                filled += (int)Math.Min(samples.Length - filled, _chunkAt - place);
                continue;
            }

            var offset = (int)Math.Min(place - _chunkAt, _chunk.Length);
            var count = Math.Min(samples.Length - filled, _chunk.Length - offset);
            _chunk.Span.Slice(offset, count).CopyTo(samples[filled..]);
            filled += count;
        }

        return samples.Length;
    }
}
