using System.Runtime.InteropServices;
using Device.Core.Speech;
using Device.Storage;

namespace Device.Cli.Speech;

/// <summary>Writes 16 kHz, one channel, as WAV or Opus, which the file's name decides. A WAV that is cut off is read to its end.</summary>
internal sealed class SoundFileWriter : IAsyncDisposable
{
    private const long MostWavSamples = (uint.MaxValue - 64) / 2;

    private readonly FileStream _file;
    private readonly OpusWriter? _opus;

    private SoundFileWriter(FileStream file, OpusWriter? opus) => (_file, _opus) = (file, opus);

    /// <summary>Samples written.</summary>
    internal long Samples { get; private set; }

    internal static bool CanWrite(string path) => Path.GetExtension(path).ToLowerInvariant() is ".wav" or ".ogg" or ".opus";

    /// <exception cref="IOException">The file cannot be written, or libopus is missing.</exception>
    internal static async Task<SoundFileWriter> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        try
        {
            if (!Path.GetExtension(path).Equals(".wav", StringComparison.OrdinalIgnoreCase))
            {
                return new SoundFileWriter(file, await OpusWriter.BeginAsync((bytes, stop) => file.WriteAsync(bytes, stop), 1, cancellationToken));
            }

            await file.WriteAsync(WavFile.Header(AudioFrame.SampleRate, null), cancellationToken);
            return new SoundFileWriter(file, null);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    internal async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        Samples += samples.Length;
        if (_opus is not null)
        {
            await _opus.WriteAsync(samples, cancellationToken);
        }
        else if (Samples > MostWavSamples)
        {
            throw new IOException($"'{_file.Name}': a WAV file holds at most {MostWavSamples / AudioFrame.SampleRate / 3_600} hours; name it .ogg");
        }
        else
        {
            _file.Write(MemoryMarshal.AsBytes(samples.Span));
        }
    }

    internal async Task SilenceAsync(long samples, CancellationToken cancellationToken)
    {
        var zeros = new short[AudioFrame.SampleRate];
        for (; samples > 0; samples -= zeros.Length)
        {
            await WriteAsync(zeros.AsMemory(0, (int)Math.Min(samples, zeros.Length)), cancellationToken);
        }
    }

    internal async Task FinishAsync()
    {
        if (_opus is not null)
        {
            await _opus.FinishAsync(CancellationToken.None);
        }
        else if (Samples <= int.MaxValue / 2)
        {
            _file.Position = 0;
            _file.Write(WavFile.Header(AudioFrame.SampleRate, (int)Samples));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _opus?.Dispose();
        await _file.DisposeAsync();
    }
}
