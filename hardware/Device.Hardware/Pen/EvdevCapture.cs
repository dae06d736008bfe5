using System.Globalization;
using System.Text;
using Device.Core.Ink;

namespace Device.Hardware.Pen;

/// <summary>A recording of an input device: what it can report, where it stood, and the bytes it gave. Format: docs/formats/evdev-capture.md.</summary>
/// <param name="EventLength">Bytes of an event, <see cref="EvdevEvent.WideLength"/> or <see cref="EvdevEvent.NarrowLength"/>.</param>
/// <param name="Axes">The axes it has, by code.</param>
/// <param name="Keys">The keys it has, by code, and whether each was down.</param>
/// <param name="Events">Whole events as the kernel gave them.</param>
public sealed record EvdevCapture(
    int EventLength,
    IReadOnlyDictionary<int, EvdevAxis> Axes,
    IReadOnlyDictionary<int, bool> Keys,
    ReadOnlyMemory<byte> Events)
{
    /// <summary>The most bytes of events: five minutes of a pen with eight events a report at 360 reports a second, and more.</summary>
    public const int MostEventBytes = 64 << 20;

    private const string Magic = "evdev 1";
    private const int MostHeaderBytes = 64 << 10;
    private const int MostAxis = 0x3F;
    private const int MostKey = 0x2FF;

    /// <summary>What the recorded pen can report.</summary>
    public PenRanges PenRanges => new(
        Range(EvdevCode.AbsX),
        Range(EvdevCode.AbsY),
        Range(EvdevCode.AbsPressure),
        Range(EvdevCode.AbsTiltX),
        Range(EvdevCode.AbsTiltY),
        Keys.ContainsKey(EvdevCode.ToolPen));

    /// <summary>Reads a recording.</summary>
    /// <param name="stream">The file, from its first byte; not closed.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidDataException">It breaks the format; the message names the line, the value and what was expected.</exception>
    public static async Task<EvdevCapture> ReadAsync(Stream stream, string source, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 << 10];
        int got;
        while ((got = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            all.Write(buffer, 0, got);
            if (all.Length > MostEventBytes + MostHeaderBytes)
            {
                throw new InvalidDataException($"{source}: more than {MostEventBytes + MostHeaderBytes} bytes, at most that expected");
            }
        }

        return Parse(all.ToArray(), source);
    }

    /// <summary>The recording as the bytes of a file.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder().Append(Magic).Append('\n').Append(CultureInfo.InvariantCulture, $"event {EventLength}\n");
        foreach (var (code, axis) in Axes.OrderBy(a => a.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"abs {code} {axis.Range.Minimum} {axis.Range.Maximum} {axis.Range.Resolution} {axis.Value}\n");
        }

        foreach (var (code, isDown) in Keys.OrderBy(k => k.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"key {code} {(isDown ? 1 : 0)}\n");
        }

        return [.. Encoding.ASCII.GetBytes(text.Append('\n').ToString()), .. Events.Span];
    }

    /// <summary>The events, decoded.</summary>
    public IEnumerable<EvdevEvent> ReadEvents()
    {
        for (var at = 0; at + EventLength <= Events.Length; at += EventLength)
        {
            yield return EvdevEvent.Read(Events.Span[at..], EventLength);
        }
    }

    /// <summary>What the pen's driver makes of it.</summary>
    /// <param name="options">Calibration and pressures.</param>
    /// <returns>The samples. Where the kernel had lost events, the state that was known until then stands for the one it had.</returns>
    public IEnumerable<PenSample> ReplayPen(EvdevPenOptions options)
    {
        var decoder = new EvdevPenDecoder(PenRanges, options);
        var output = new PenSample[EvdevPenDecoder.MaxSamplesPerEvent];
        var (axes, keys) = (Axes.ToDictionary(a => a.Key, a => a.Value.Value), Keys.ToDictionary(k => k.Key, k => k.Value));
        var isFirst = true;
        var last = 0L;
        foreach (var item in ReadEvents())
        {
            last = item.TimestampMicroseconds;
            var count = isFirst ? decoder.Resume(Snapshot(axes, keys), last, output) : 0;
            for (var i = 0; i < count; i++)
            {
                yield return output[i];
            }

            isFirst = false;
            count = decoder.Push(item, output);
            for (var i = 0; i < count; i++)
            {
                yield return output[i];
            }

            Follow(item, axes, keys);
            count = decoder.NeedsSnapshot ? decoder.Resume(Snapshot(axes, keys), last, output) : 0;
            for (var i = 0; i < count; i++)
            {
                yield return output[i];
            }
        }

        if (decoder.Leave(last, output) > 0)
        {
            yield return output[0];
        }
    }

    private static void Follow(in EvdevEvent item, Dictionary<int, int> axes, Dictionary<int, bool> keys)
    {
        if (item.Type == EvdevCode.Abs)
        {
            axes[item.Code] = item.Value;
        }
        else if (item.Type == EvdevCode.Key)
        {
            keys[item.Code] = item.Value != 0;
        }
    }

    private static PenSnapshot Snapshot(Dictionary<int, int> axes, Dictionary<int, bool> keys)
    {
        bool IsDown(int code) => keys.GetValueOrDefault(code);
        return new PenSnapshot(
            axes.GetValueOrDefault(EvdevCode.AbsX),
            axes.GetValueOrDefault(EvdevCode.AbsY),
            axes.GetValueOrDefault(EvdevCode.AbsPressure),
            axes.GetValueOrDefault(EvdevCode.AbsTiltX),
            axes.GetValueOrDefault(EvdevCode.AbsTiltY),
            IsDown(EvdevCode.ToolPen),
            IsDown(EvdevCode.ToolRubber),
            IsDown(EvdevCode.Touch),
            (IsDown(EvdevCode.Stylus) ? PenButtons.First : 0) | (IsDown(EvdevCode.Stylus2) ? PenButtons.Second : 0) | (IsDown(EvdevCode.Stylus3) ? PenButtons.Third : 0));
    }

    private static EvdevCapture Parse(byte[] bytes, string source)
    {
        var end = bytes.AsSpan(0, Math.Min(bytes.Length, MostHeaderBytes)).IndexOf("\n\n"u8);
        if (end < 0)
        {
            throw new InvalidDataException($"{source}: no empty line among the first {MostHeaderBytes} bytes, one after the header expected");
        }

        var lines = Encoding.ASCII.GetString(bytes, 0, end).Split('\n');
        InvalidDataException Wrong(int line, string expected) => new($"{source}, line {line + 1}: '{lines[line]}' found, {expected} expected");
        if (lines[0] != Magic)
        {
            throw Wrong(0, $"'{Magic}'");
        }

        var (length, axes, keys) = (0, new Dictionary<int, EvdevAxis>(), new Dictionary<int, bool>());
        for (var i = 1; i < lines.Length; i++)
        {
            var words = lines[i].Split(' ');
            var numbers = new int[words.Length - 1];
            for (var n = 0; n < numbers.Length; n++)
            {
                if (!int.TryParse(words[n + 1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[n]))
                {
                    throw Wrong(i, "whole numbers");
                }
            }

            switch (words[0], numbers)
            {
                case ("event", [EvdevEvent.WideLength or EvdevEvent.NarrowLength]):
                    length = numbers[0];
                    break;
                case ("abs", [>= 0 and <= MostAxis, _, _, _, _]):
                    axes[numbers[0]] = new EvdevAxis(new AxisRange(numbers[1], numbers[2], numbers[3]), numbers[4]);
                    break;
                case ("key", [>= 0 and <= MostKey, 0 or 1]):
                    keys[numbers[0]] = numbers[1] == 1;
                    break;
                default:
                    throw Wrong(i, $"'event 24', 'event 16', 'abs CODE MIN MAX RESOLUTION VALUE' or 'key CODE 0|1'");
            }
        }

        var events = bytes.AsMemory(end + 2);
        return length == 0 ? throw new InvalidDataException($"{source}: no line 'event 24' or 'event 16', one expected")
            : events.Length % length != 0 ? throw new InvalidDataException($"{source}: {events.Length} bytes of events, whole events of {length} bytes expected")
            : new EvdevCapture(length, axes, keys, events);
    }

    private AxisRange Range(int code) => Axes.TryGetValue(code, out var axis) ? axis.Range : default;
}
