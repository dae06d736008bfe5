using System.Globalization;

namespace Device.Core.Ink;

/// <summary>
/// Reads the elements that say how traces are to be read (<c>context</c>, <c>inkSource</c>, <c>traceFormat</c>,
/// <c>brush</c>) and finds them again by their ids. Each stands before its first use. Not thread-safe.
/// </summary>
internal sealed class InkMlDefinitions(InkMlCursor cursor)
{
    private const int MaxDefinitions = 65_536;
    private const int MaxParts = 64;

    // What an element leaves open stays as it is where the element is used.
    private readonly Dictionary<string, Func<InkMlPen, InkMlPen>> _pens = new()
    {
        ["DefaultContext"] = _ => InkMlPen.Default,
        ["DefaultTraceFormat"] = pen => pen with { Format = InkMlTraceFormat.Default },
        ["DefaultBrush"] = pen => pen with { Width = InkMlPen.Default.Width, Tool = InkMlPen.Default.Tool },
    };

    /// <summary>Reads <c>definitions</c>, which change nothing until they are named.</summary>
    public void ReadDefinitions() => cursor.Children(() => Change());

    /// <summary>Reads a defining element, or skips another one.</summary>
    /// <param name="pen">What holds now.</param>
    /// <returns>What holds from here on.</returns>
    public InkMlPen Read(InkMlPen pen) => Change()(pen);

    /// <summary>Applies the <c>contextRef</c> and <c>brushRef</c> of the element the cursor is on.</summary>
    public InkMlPen Refer(InkMlPen pen) => References("contextRef", "brushRef")(pen);

    private Func<InkMlPen, InkMlPen> Change()
    {
        var (name, id, line) = (cursor.Name, cursor.Id, cursor.Line);
        Func<InkMlPen, InkMlPen> change;
        switch (name)
        {
            case "context" or "inkSource":
                change = Container();
                break;
            case "traceFormat":
                var format = TraceFormat();
                change = pen => pen with { Format = format };
                break;
            case "brush":
                change = Brush();
                break;
            default:
                cursor.Skip();
                return pen => pen;
        }

        if (id is not null && (_pens.Count == MaxDefinitions || !_pens.TryAdd(id, change)))
        {
            throw cursor.Error(name, $"id '{id}' is defined twice, or more than {MaxDefinitions} are defined", line: line);
        }

        return change;
    }

    private Func<InkMlPen, InkMlPen> Container()
    {
        var parts = new List<Func<InkMlPen, InkMlPen>> { References("contextRef", "inkSourceRef", "traceFormatRef", "brushRef") };
        cursor.Children(() =>
        {
            if (parts.Count == MaxParts)
            {
                throw cursor.Error(cursor.Name, $"more than {MaxParts} elements in a context");
            }

            parts.Add(Change());
        });
        return pen => parts.Aggregate(pen, (p, part) => part(p));
    }

    private Func<InkMlPen, InkMlPen> References(params ReadOnlySpan<string> attributes)
    {
        Func<InkMlPen, InkMlPen> change = pen => pen;
        foreach (var attribute in attributes)
        {
            if (cursor[attribute] is not { Length: > 0 } reference)
            {
                continue;
            }

            if (!reference.StartsWith('#') || !_pens.TryGetValue(reference[1..], out var next))
            {
                throw cursor.Error(attribute, $"'{reference}' names nothing that was defined before it");
            }

            var first = change;
            change = pen => next(first(pen));
        }

        return change;
    }

    private InkMlTraceFormat TraceFormat()
    {
        var line = cursor.Line;
        var channels = new List<InkMlChannel>();
        cursor.Children(() => Channels(channels, isIntermittent: false));
        try
        {
            return channels.Count == 0 ? InkMlTraceFormat.Default : InkMlTraceFormat.Create(channels);
        }
        catch (FormatException e) when (e is not InkFormatException)
        {
            throw cursor.Error("traceFormat", e.Message, line: line);
        }
    }

    private void Channels(List<InkMlChannel> channels, bool isIntermittent)
    {
        switch (cursor.Name)
        {
            case "channel":
                if (channels.Count == InkMlTraceFormat.MaxChannels)
                {
                    throw cursor.Error("traceFormat", $"more than {InkMlTraceFormat.MaxChannels} channels");
                }

                channels.Add(Channel(isIntermittent));
                cursor.Skip();
                break;
            case "regularChannels" or "intermittentChannels":
                var inner = cursor.Name == "intermittentChannels";
                cursor.Children(() => Channels(channels, inner));
                break;
            default:
                cursor.Skip();
                break;
        }
    }

    private InkMlChannel Channel(bool isIntermittent)
    {
        try
        {
            return InkMlChannel.Create(
                cursor["name"] ?? throw new FormatException("no name"),
                isIntermittent, cursor["units"], Number("min"), Number("max"), cursor["orientation"]);
        }
        catch (FormatException e) when (e is not InkFormatException)
        {
            throw cursor.Error($"channel {cursor["name"]}", e.Message);
        }
    }

    private Func<InkMlPen, InkMlPen> Brush()
    {
        float? width = null;
        var tool = PenTool.Tip;
        cursor.Children(() =>
        {
            if (cursor.Name == "annotation" && cursor["type"] == "tool")
            {
                tool = cursor.Text(64, "tool", out _) == "eraser" ? PenTool.Eraser : PenTool.Tip;
                return;
            }

            width = cursor.Name == "brushProperty" && cursor["name"] == "width" ? Width() : width;
            cursor.Skip();
        });
        return pen => pen with { Width = width ?? pen.Width, Tool = tool };
    }

    /// <summary>A width in millimetres; null where its unit has no size.</summary>
    private float? Width()
    {
        var number = Number("value") ?? throw cursor.Error("brush width", "no value");
        double? factor = cursor["units"] switch { null or "" or "mm" => 1, "cm" => 10, "m" => 1000, "in" => 25.4, "pt" => 25.4 / 72, _ => null };
        var width = (float?)(number * factor);
        return width is null or (> 0 and <= 64) ? width : throw cursor.Error("brush width", $"{width} mm, above 0 and at most 64 expected");
    }

    private double? Number(string attribute) => cursor[attribute] switch
    {
        null or "" => null,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        var text => throw cursor.Error(attribute, $"'{text}', a number expected"),
    };
}
