using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Device.Core.Speech;

namespace Device.Storage;

/// <summary>
/// Reads sound files of other programs as 16 kHz, one channel: WAV, FLAC, Ogg, AIFF and MP3 by libsndfile, anything else (M4A) by ffmpeg
/// where it is installed. Bounded by <see cref="MostHours"/>.
/// </summary>
public static class SoundFile
{
    /// <summary>The longest sound that is read, in hours.</summary>
    public const int MostHours = 24;

    private const int Block = 16_384;
    private const int MostChannels = 16;
    private const long MostSamples = MostHours * 3_600L * AudioFrame.SampleRate;

    private static readonly string[] ByFfmpeg = [".m4a", ".mp4", ".aac", ".amr", ".3gp", ".wma", ".webm"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Its samples in blocks, each good until the next is asked for.</returns>
    /// <exception cref="IOException">It cannot be read as sound, is longer, or what reads it is not installed; the message says which.</exception>
    public static IAsyncEnumerable<ReadOnlyMemory<short>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"sound file '{path}' does not exist", path);
        }

        return ByFfmpeg.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            ? ReadByFfmpegAsync(path, cancellationToken)
            : ReadBySndfileAsync(path, cancellationToken);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<short>> ReadBySndfileAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var info = default(SoundFileNative.Info);
        var file = OpenFile(path, ref info);
        try
        {
            var resampler = info.SampleRate == AudioFrame.SampleRate ? null : new PolyphaseResampler(info.SampleRate, AudioFrame.SampleRate);
            var (input, output) = (new short[Block * info.Channels], new short[(Block * (long)AudioFrame.SampleRate / info.SampleRate) + 64]);
            var (total, isOver) = (0L, false);
            while (!isOver)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var moments = (int)SoundFileNative.Read(file, input, Block);
                if (moments <= 0)
                {
                    if (SoundFileNative.Error(file) != 0)
                    {
                        throw new IOException($"sound file '{path}' is damaged after {total / AudioFrame.SampleRate} s: {SoundFileNative.ErrorOf(file)}");
                    }

                    // What the filter has not given yet comes with the silence after the end.
                    (isOver, moments) = (true, resampler?.Delay ?? 0);
                    Array.Clear(input);
                }

                var mono = ChannelMix.ToMono(input.AsSpan(0, moments * info.Channels), info.Channels, null, input);
                var count = resampler is null ? mono : resampler.Process(input.AsSpan(0, mono), output, out _);
                total += count;
                CheckLength(total, path);
                yield return (resampler is null ? input : output).AsMemory(0, count);
                await Task.Yield();
            }
        }
        finally
        {
            _ = SoundFileNative.Close(file);
        }
    }

    private static nint OpenFile(string path, ref SoundFileNative.Info info)
    {
        try
        {
            var file = SoundFileNative.Open(path, SoundFileNative.ReadMode, ref info);
            if (file == 0)
            {
                throw new IOException($"sound file '{path}' cannot be read: {SoundFileNative.ErrorOf(0)}");
            }

            if (info.Channels is < 1 or > MostChannels || !PolyphaseResampler.CanConvert(info.SampleRate, AudioFrame.SampleRate))
            {
                _ = SoundFileNative.Close(file);
                throw new IOException($"sound file '{path}': {info.Channels} channels of {info.SampleRate} Hz found, 1 to {MostChannels} of a usual rate expected");
            }

            return file;
        }
        catch (DllNotFoundException e)
        {
            throw new IOException("libsndfile.so.1 is not installed (Debian: libsndfile1)", e);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<short>> ReadByFfmpegAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var process = StartFfmpeg(path);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var (bytes, total) = (new byte[Block * 2], 0L);
        try
        {
            while (true)
            {
                var got = await process.StandardOutput.BaseStream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
                if (got == 0)
                {
                    break;
                }

                total += got / 2;
                CheckLength(total, path);
                yield return MemoryMarshal.Cast<byte, short>(bytes.AsSpan(0, got / 2 * 2)).ToArray();
            }

            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        if (process.ExitCode != 0 || total == 0)
        {
            throw new IOException($"sound file '{path}' cannot be read: {(await errors).ReplaceLineEndings(" ").Trim()}");
        }
    }

    private static Process StartFfmpeg(string path)
    {
        // Only files of this machine: a play list must not make it fetch something.
        var start = new ProcessStartInfo("ffmpeg")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { "-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe", "-i", $"file:{Path.GetFullPath(path)}", "-vn", "-ac", "1", "-ar", "16000", "-f", "s16le", "-" })
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"sound file '{path}': {Path.GetExtension(path)} is read by ffmpeg, which is not installed (Debian: ffmpeg)", e);
        }
    }

    private static void CheckLength(long samples, string path)
    {
        if (samples > MostSamples)
        {
            throw new IOException($"sound file '{path}' is longer than {MostHours} hours");
        }
    }
}
