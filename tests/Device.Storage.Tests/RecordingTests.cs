using CsCheck;
using Device.Core.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

public sealed class RecordingTests : IDisposable
{
    private const int Second = AudioFrame.SampleRate;

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly BlobStore _blobs;

    public RecordingTests() => _blobs = BlobStore.Open(
        LinuxFolder.Ensure(_folder.At("blobs")), new BlobOptions { Directory = _folder.At("blobs") }, JournalFixture.Keys(1), null, TimeProvider.System, new Random(2), NullLogger.Instance, CancellationToken.None);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _blobs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_captured_is_read_again_and_lost_frames_leave_their_place_empty()
    {
        var blob = await CaptureAsync((0, 320), (320, 320), (1_600, 16_000));
        using var content = _blobs.OpenRead(blob)!;
        var reader = new CaptureReader(content, "capture");
        var read = new List<(long, int)>();
        while (reader.Read(out var position, out var samples))
        {
            read.Add((position, samples.Length));
            Assert.Equal(Voice(position, samples.Length), samples.ToArray());
        }

        Assert.Equal([(0L, 320), (320L, 320), (1_600L, 16_000)], read);
        Assert.Equal((17_600L, 960L, 0L), (reader.End, reader.Lost, reader.TornBytes));
    }

    [Fact]
    public void The_bytes_of_a_capture_never_change()
    {
        var golden = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "capture-v1.bin"));
        var chunk = new byte[CaptureFormat.MostLength];
        var bytes = new MemoryStream();
        bytes.Write(CaptureFormat.Header(1_772_352_000_000));
        bytes.Write(chunk, 0, CaptureFormat.Write(0, [1, -1, 256, short.MinValue], chunk));
        bytes.Write(chunk, 0, CaptureFormat.Write(324, [short.MaxValue], chunk));
        Assert.Equal(Convert.ToHexString(golden), Convert.ToHexString(bytes.ToArray()));
        var reader = new CaptureReader(new MemoryStream(golden), "golden");
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), reader.Begun);
        Assert.True(reader.Read(out _, out _) && reader.Read(out _, out var last) && last.Span[0] == short.MaxValue);
        Assert.Equal((325L, 320L), (reader.End, reader.Lost));
    }

    [Fact]
    public void A_torn_or_damaged_capture_gives_what_is_whole_before_it_and_never_anything_wrong()
    {
        var chunk = new byte[CaptureFormat.MostLength];
        var whole = new MemoryStream();
        whole.Write(CaptureFormat.Header(0));
        for (var position = 0; position < 20 * 320; position += 320)
        {
            whole.Write(chunk, 0, CaptureFormat.Write(position, Voice(position, 320), chunk));
        }

        Gen.Select(Gen.Int[0, (int)whole.Length - 1], Gen.Int[-1, 255], Gen.Int[0, (int)whole.Length - 1]).Sample((cut, value, at) =>
        {
            var bytes = whole.ToArray()[..Math.Max(cut, value < 0 ? 0 : at + 1)];
            if (value >= 0 && bytes.Length > at)
            {
                bytes[at] = (byte)value;
            }

            try
            {
                var reader = new CaptureReader(new MemoryStream(bytes), "fuzz");
                while (reader.Read(out var position, out var samples))
                {
                    Assert.Equal(Voice(position, samples.Length), samples.ToArray());
                }
            }
            catch (RecordingFormatException e)
            {
                Assert.StartsWith("fuzz, byte ", e.Message, StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public async Task As_opus_a_recording_has_its_length_and_sound_and_a_tenth_of_its_size()
    {
        RequireOpus();
        var blob = await CaptureAsync([.. Enumerable.Range(0, 500).Where(f => f is < 200 or >= 230).Select(f => ((long)f * 320, 320))]);
        var (opus, samples) = await MakeAsync(blob);
        Assert.Equal(500 * 320, samples);
        using var content = _blobs.OpenRead(opus)!;
        Assert.InRange(content.Length, 10_000, 500 * 640 / 8);
        using var reader = new OpusReader(content, "opus");
        Assert.Equal(500 * 320, reader.Samples);
        var heard = new short[500 * 320];
        Assert.Equal(heard.Length, reader.Read(heard));
        Assert.Equal(0, reader.Read(heard));
        AssertSounds(Voice(0, 200 * 320), heard.AsSpan(0, 200 * 320));
        Assert.InRange(AudioLevel.Of(heard.AsSpan(205 * 320, 20 * 320)).Rms, -96, -60);
        AssertSounds(Voice(235 * 320, 265 * 320), heard.AsSpan(235 * 320, 265 * 320));
    }

    [Fact]
    public async Task Played_from_the_middle_it_sounds_as_when_it_is_played_through()
    {
        RequireOpus();
        var (opus, _) = await MakeAsync(await CaptureAsync([.. Enumerable.Range(0, 400).Select(f => ((long)f * 320, 320))]));
        using var content = _blobs.OpenRead(opus)!;
        using var reader = new OpusReader(content, "opus");
        var whole = new short[400 * 320];
        reader.Read(whole);
        foreach (var from in new[] { 0, 1, 15_999, 31_333, 100_000, (400 * 320) - 1 })
        {
            reader.Seek(from);
            var part = new short[8_000];
            var count = reader.Read(part);
            Assert.Equal(Math.Min(8_000, (400 * 320) - from), count);
            if (count > 1_000)
            {
                // A decoder that starts anew sounds alike after a moment, not bit for bit.
                Assert.InRange(Correlation(whole.AsSpan(from, count), part.AsSpan(0, count)), 0.98, 1);
            }
        }
    }

    [Fact]
    public async Task Something_else_than_the_capture_is_noticed_before_it_is_dropped()
    {
        RequireOpus();
        var blob = await CaptureAsync([.. Enumerable.Range(0, 200).Select(f => ((long)f * 320, 320))]);
        var (opus, _) = await MakeAsync(blob);
        var shorter = await CaptureAsync([.. Enumerable.Range(0, 150).Select(f => ((long)f * 320, 320))]);
        using (var capture = _blobs.OpenRead(blob)!)
        using (var same = _blobs.OpenRead(opus)!)
        {
            Assert.Null(OpusTranscoder.Differs(capture, same, "opus", Ct));
        }

        using (var capture = _blobs.OpenRead(shorter)!)
        using (var other = _blobs.OpenRead(opus)!)
        {
            Assert.Equal("64000 samples, 48000 expected", OpusTranscoder.Differs(capture, other, "opus", Ct));
        }

        using var damaged = new MemoryStream();
        using (var content = _blobs.OpenRead(opus)!)
        {
            content.CopyTo(damaged);
        }

        damaged.GetBuffer()[(int)damaged.Length / 2] ^= 1;
        using var again = _blobs.OpenRead(blob)!;
        Assert.Contains("checksum", OpusTranscoder.Differs(again, damaged, "opus", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_in_an_ogg_file_it_is_read_or_refused_with_the_byte()
    {
        RequireOpus();
        var (opus, _) = await MakeAsync(await CaptureAsync([.. Enumerable.Range(0, 60).Select(f => ((long)f * 320, 320))]));
        var whole = new MemoryStream();
        using (var content = _blobs.OpenRead(opus)!)
        {
            content.CopyTo(whole);
        }

        Gen.Select(Gen.Int[0, (int)whole.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, cut) =>
        {
            var bytes = cut ? whole.ToArray()[..at] : whole.ToArray();
            if (!cut)
            {
                bytes[at] = value;
            }

            try
            {
                using var reader = new OpusReader(new MemoryStream(bytes), "fuzz");
                while (reader.Read(new short[4_000]) > 0)
                {
                }
            }
            catch (RecordingFormatException e)
            {
                Assert.StartsWith("fuzz, byte ", e.Message, StringComparison.Ordinal);
            }
        }, iter: 400);
    }

    [Theory]
    [InlineData("wav", new[] { "-c:a", "pcm_s24le", "-ar", "44100", "-ac", "2" })]
    [InlineData("flac", new[] { "-ar", "48000" })]
    [InlineData("ogg", new[] { "-c:a", "libvorbis", "-ar", "44100" })]
    [InlineData("mp3", new[] { "-ar", "22050" })]
    [InlineData("m4a", new[] { "-c:a", "aac", "-ar", "48000" })]
    public async Task A_file_of_another_program_is_read_at_its_length_and_tone(string extension, string[] options)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg") && System.Runtime.InteropServices.NativeLibrary.TryLoad("libsndfile.so.1", out _), "ffmpeg or libsndfile1 is not installed");
        var (raw, file) = (_folder.At("tone.wav"), _folder.At($"tone-2.{extension}"));
        await File.WriteAllBytesAsync(raw, WavFile.ToBytes(Second, Tone.Of(600, TimeSpan.FromSeconds(3))), Ct);
        using (var ffmpeg = System.Diagnostics.Process.Start("/usr/bin/ffmpeg", ["-v", "error", "-y", "-i", raw, .. options, file]))
        {
            await ffmpeg.WaitForExitAsync(Ct);
            Assert.Equal(0, ffmpeg.ExitCode);
        }

        var heard = new List<short>();
        await foreach (var block in SoundFile.ReadAsync(file, Ct))
        {
            heard.AddRange(block.Span);
        }

        // Coders of blocks add up to a tenth of a second.
        Assert.InRange(heard.Count, (3 * Second) - 16, (3 * Second) + 2_400);
        var middle = heard.GetRange(Second, Second).ToArray();
        Assert.Equal(1_200, middle.Zip(middle.Skip(1)).Count(p => (p.First < 0) != (p.Second < 0)), 4.0);
        // A coder that makes stereo of one channel may spread its power over both.
        Assert.InRange(AudioLevel.Of(middle).Rms, -13, -8);
    }

    [Fact]
    public async Task A_file_that_is_no_sound_is_named()
    {
        Assert.SkipUnless(System.Runtime.InteropServices.NativeLibrary.TryLoad("libsndfile.so.1", out _), "libsndfile1 is not installed");
        var file = _folder.At("letter.mp3");
        await File.WriteAllTextAsync(file, "Dear reader", Ct);
        var error = await Assert.ThrowsAnyAsync<IOException>(async () => await SoundFile.ReadAsync(file, Ct).CountAsync(Ct));
        Assert.Contains($"sound file '{file}' cannot be read", error.Message, StringComparison.Ordinal);
    }

    private static void RequireOpus() => Assert.SkipUnless(System.Runtime.InteropServices.NativeLibrary.TryLoad("libopus.so.0", out _), "libopus0 is not installed");

    /// <summary>Something like a voice: harmonics that come and go.</summary>
    private static short[] Voice(long position, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var t = (position + i) / (double)Second;
        return (short)(6_000 * (0.6 + (0.4 * Math.Sin(t * 9))) * (Math.Sin(2 * Math.PI * 180 * t) + (0.5 * Math.Sin(2 * Math.PI * 540 * t)) + (0.3 * Math.Sin(2 * Math.PI * 1_260 * t))));
    })];

    /// <summary>Opus filters what is below a voice, which turns low tones by a fraction of a millisecond and no more.</summary>
    private static void AssertSounds(short[] expected, ReadOnlySpan<short> heard)
    {
        var (best, at) = (0.0, 0);
        for (var lag = -60; lag <= 60; lag++)
        {
            var correlation = Correlation(expected.AsSpan(100, expected.Length - 200), heard.Slice(100 + lag, expected.Length - 200));
            (best, at) = correlation > best ? (correlation, lag) : (best, at);
        }

        Assert.InRange(best, 0.9, 1);
        Assert.InRange(at, -12, 12);
    }

    private static double Correlation(ReadOnlySpan<short> a, ReadOnlySpan<short> b)
    {
        var (ab, aa, bb) = (0.0, 1e-9, 1e-9);
        for (var i = 0; i < a.Length; i++)
        {
            (ab, aa, bb) = (ab + ((double)a[i] * b[i]), aa + ((double)a[i] * a[i]), bb + ((double)b[i] * b[i]));
        }

        return ab / Math.Sqrt(aa * bb);
    }

    private async Task<BlobId> CaptureAsync(params (long Position, int Length)[] chunks)
    {
        await using var writer = await CaptureWriter.BeginAsync(_blobs, "recording 1:1", TimeProvider.System.GetUtcNow(), Ct);
        foreach (var (position, length) in chunks)
        {
            await writer.WriteAsync(position, Voice(position, length), Ct);
        }

        return await writer.FinishAsync(Ct);
    }

    private async Task<(BlobId Blob, long Samples)> MakeAsync(BlobId capture)
    {
        using var content = _blobs.OpenRead(capture)!;
        return await OpusTranscoder.MakeAsync(content, capture.ToString(), _blobs, "opus", Ct);
    }
}
