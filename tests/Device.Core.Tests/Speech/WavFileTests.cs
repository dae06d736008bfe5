using System.Buffers.Binary;
using CsCheck;
using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

public sealed class WavFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_read_again()
    {
        short[] samples = [1, -2, short.MaxValue, short.MinValue, 0];
        var audio = await ReadAsync(WavFile.ToBytes(22_050, samples));
        Assert.Equal((22_050, 1), (audio.SampleRate, audio.Channels));
        Assert.Equal(samples, audio.Samples.ToArray());
    }

    [Fact]
    public async Task Unknown_chunks_are_passed_over_and_the_extensible_form_is_read()
    {
        var audio = await ReadAsync(
            [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. "LIST"u8, 3, 0, 0, 0, 9, 9, 9, 0, .. Extensible(2, 48_000), .. "data"u8, 8, 0, 0, 0, 1, 0, 3, 0, 5, 0, 7, 0]);
        Assert.Equal((48_000, 2), (audio.SampleRate, audio.Channels));
        Assert.Equal([1, 3, 5, 7], audio.Samples.ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public async Task A_recording_that_was_cut_off_before_its_length_was_written_is_read_to_its_end(uint length)
    {
        var bytes = WavFile.ToBytes(16_000, [1, 2, 3]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), length);
        var audio = await ReadAsync([.. bytes, 77]);
        Assert.Equal([1, 2, 3], audio.Samples.ToArray());
    }

    [Fact]
    public void Stereo_of_another_rate_becomes_what_recognisers_want()
    {
        var stereo = Enumerable.Range(0, 44_100).Select(i => (short)(8_000 * Math.Sin(2 * Math.PI * 440 * i / 44_100))).SelectMany(s => new[] { s, s }).ToArray();
        var speech = new WavAudio(44_100, 2, stereo).ToSpeech();
        Assert.Equal(16_000, speech.Length);
        for (var i = 100; i < 15_900; i++)
        {
            Assert.Equal(8_000 * Math.Sin(2 * Math.PI * 440 * i / 16_000), speech.Span[i], 12.0);
        }
    }

    [Theory]
    [InlineData(0, 'X', "byte 0: RIFF: bytes 58494646 found, 'RIFF' (52494646) expected")]
    [InlineData(20, 3, "byte 20: fmt.format: 3 found, 1 (PCM) expected")]
    [InlineData(22, 9, "byte 22: fmt.channels: 9 found, 1 to 8 expected")]
    [InlineData(24, 1, "byte 24: fmt.sampleRate: 15873 found")]
    [InlineData(26, 1, "byte 24: fmt.sampleRate: 81536 found, 8000 to 48000 Hz expected")]
    [InlineData(34, 24, "byte 34: fmt.bitsPerSample: 24 found, 16 expected")]
    [InlineData(32, 4, "byte 32: fmt.blockAlign: 4 found, 2 bytes for each channel expected")]
    [InlineData(40, 7, "byte 50: data: ends after 6 bytes, 7 expected")]
    [InlineData(43, 7, "byte 40: data.length: 117440518 bytes, at most 115200000 expected")]
    public async Task Errors_name_the_file_the_byte_the_value_and_what_was_expected(int at, byte value, string problem)
    {
        var bytes = WavFile.ToBytes(16_000, [1, 2, 3]);
        bytes[at] = value;
        if (problem.Contains("15873", StringComparison.Ordinal))
        {
            // A rate without a simple ratio is none of the reader's business.
            Assert.Equal(15_873, (await ReadAsync(bytes)).SampleRate);
            return;
        }

        var error = await Assert.ThrowsAsync<WavFormatException>(() => ReadAsync(bytes));
        Assert.Contains("take.wav, " + problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_may_not_be_longer_than_the_caller_wants()
    {
        var error = await Assert.ThrowsAsync<WavFormatException>(() =>
            WavFile.ReadAsync(new MemoryStream(WavFile.ToBytes(8_000, new short[8_001])), "take.wav", Stop, mostSeconds: 1));
        Assert.Contains("16002 bytes, at most 16000 expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_give_a_sound_or_an_error_of_the_format()
    {
        var good = WavFile.ToBytes(16_000, new short[50]);
        Gen.Select(Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[0, 6], Gen.Int[0, good.Length]).Sample(input =>
        {
            var (changes, length) = input;
            var bytes = good.ToArray();
            foreach (var (at, value) in changes)
            {
                bytes[at] = value;
            }

            try
            {
                var audio = WavFile.ReadAsync(new MemoryStream(bytes[..length]), "fuzz", CancellationToken.None).GetAwaiter().GetResult();
                Assert.InRange(audio.Channels, 1, 8);
                Assert.Equal(0, audio.Samples.Length % audio.Channels);
            }
            catch (WavFormatException)
            {
            }
        }, iter: 5_000);
    }

    private static byte[] Extensible(byte channels, int rate)
    {
        var fmt = new byte[8 + 40];
        "fmt "u8.CopyTo(fmt);
        fmt[4] = 40;
        BinaryPrimitives.WriteUInt16LittleEndian(fmt.AsSpan(8), 0xFFFE);
        fmt[10] = channels;
        BinaryPrimitives.WriteInt32LittleEndian(fmt.AsSpan(12), rate);
        fmt[20] = (byte)(channels * 2);
        fmt[22] = 16;
        fmt[32] = 1;
        return fmt;
    }

    private static Task<WavAudio> ReadAsync(byte[] bytes) => WavFile.ReadAsync(new MemoryStream(bytes), "take.wav", Stop);
}
