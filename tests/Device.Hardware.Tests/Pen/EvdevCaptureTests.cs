using CsCheck;
using Device.Core.Ink;
using Device.Hardware.Pen;

namespace Device.Hardware.Tests.Pen;

public sealed class EvdevCaptureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_plays_as_the_driver_heard_it()
    {
        var stream = Strokes();
        var capture = await ReadAsync(Capture(stream.Bytes).ToBytes());
        Assert.Equal(EvdevStream.Ranges, capture.PenRanges);
        var samples = capture.ReplayPen(EvdevStream.Options).ToList();
        Assert.Equal([.. stream.Decode(), samples[^1]], samples);
        Assert.Equal(PenPhase.Away, samples[^1].Phase);
    }

    [Fact]
    public async Task A_recording_of_version_1_reads_as_it_did_when_it_was_made()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "golden", "pen-v1.evdev");
        await using var golden = File.OpenRead(file);
        var capture = await EvdevCapture.ReadAsync(golden, file, Stop);
        Assert.Equal(Capture(Strokes().Bytes).ToBytes(), capture.ToBytes());
        Assert.Equal(
            [PenPhase.Hover, PenPhase.Contact, PenPhase.Contact, PenPhase.Hover, PenPhase.Contact, PenPhase.Away],
            capture.ReplayPen(EvdevStream.Options).Select(s => s.Phase));
    }

    [Fact]
    public async Task A_recording_of_a_32_bit_program_is_read_as_well()
    {
        var wide = Capture(Strokes().Bytes);
        var narrow = wide with { EventLength = EvdevEvent.NarrowLength, Events = Narrow(wide) };
        var read = await ReadAsync(narrow.ToBytes());
        Assert.Equal(wide.ReadEvents(), read.ReadEvents());
    }

    [Fact]
    public void An_event_of_a_32_bit_program_has_16_bytes()
    {
        var bytes = Convert.FromHexString("05000000" + "40E20100" + "0300" + "1800" + "FFFFFFFF");
        Assert.Equal(new EvdevEvent(5_123_456, 3, 0x18, -1), EvdevEvent.Read(bytes, EvdevEvent.NarrowLength));
        var written = new byte[16];
        new EvdevEvent(5_123_456, 3, 0x18, -1).Write(written, EvdevEvent.NarrowLength);
        Assert.Equal(bytes, written);
    }

    [Theory]
    [InlineData("evdev 2\nevent 24\n\n", "line 1: 'evdev 2' found, 'evdev 1' expected")]
    [InlineData("evdev 1\nevent 20\n\n", "line 2: 'event 20' found")]
    [InlineData("evdev 1\nevent 24\nabs 0 0 x 0 0\n\n", "line 3: 'abs 0 0 x 0 0' found, whole numbers expected")]
    [InlineData("evdev 1\nevent 24\nabs 64 0 1 0 0\n\n", "line 3: 'abs 64 0 1 0 0' found")]
    [InlineData("evdev 1\nabs 0 0 1 0 0\n\n", "no line 'event 24' or 'event 16'")]
    [InlineData("evdev 1\nevent 24\n", "no empty line")]
    [InlineData("evdev 1\nevent 24\n\nabc", "3 bytes of events, whole events of 24 bytes expected")]
    public async Task Errors_name_the_file_the_line_the_value_and_what_was_expected(string text, string problem)
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Contains("take.evdev", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_give_a_recording_or_an_error_of_the_format()
    {
        var good = Capture(Strokes().Bytes).ToBytes();
        Gen.Select(Gen.Select(Gen.Int[0, 200], Gen.Byte).Array[0, 6], Gen.Int[0, good.Length]).Sample(input =>
        {
            var (changes, length) = input;
            var bytes = good.ToArray();
            foreach (var (at, value) in changes)
            {
                bytes[at] = value;
            }

            try
            {
                var capture = EvdevCapture.ReadAsync(new MemoryStream(bytes[..length]), "fuzz", CancellationToken.None).GetAwaiter().GetResult();
                _ = capture.ReplayPen(EvdevStream.Options).Count();
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 2_000);
    }

    private static EvdevStream Strokes() => new EvdevStream()
        .Key(EvdevStream.ToolPen, true).At(2000, 1000).Report()
        .Key(EvdevStream.Touch, true).Pressure(2048).Tilt(4500, -3000).Report()
        .At(2100, 1000).Report()
        .Key(EvdevStream.Touch, false).Pressure(0).Report()
        .Pressure(1000).Report();

    private static EvdevCapture Capture(byte[] events)
    {
        var r = EvdevStream.Ranges;
        return new EvdevCapture(
            EvdevEvent.WideLength,
            new Dictionary<int, EvdevAxis> { [0] = new(r.X, 0), [1] = new(r.Y, 0), [0x18] = new(r.Pressure, 0), [0x1A] = new(r.TiltX, 0), [0x1B] = new(r.TiltY, 0) },
            new Dictionary<int, bool> { [EvdevStream.ToolPen] = false, [EvdevStream.Touch] = false },
            events);
    }

    private static byte[] Narrow(EvdevCapture capture)
    {
        var bytes = new byte[capture.Events.Length / EvdevEvent.WideLength * EvdevEvent.NarrowLength];
        foreach (var (at, item) in capture.ReadEvents().Index())
        {
            item.Write(bytes.AsSpan(at * EvdevEvent.NarrowLength), EvdevEvent.NarrowLength);
        }

        return bytes;
    }

    private static Task<EvdevCapture> ReadAsync(byte[] bytes) => EvdevCapture.ReadAsync(new MemoryStream(bytes), "take.evdev", Stop);
}
