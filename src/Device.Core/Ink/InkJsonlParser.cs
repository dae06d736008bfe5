using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Device.Core.Ink;

/// <summary>Reads one line of Ink-JSONL in one pass, without a document tree, and knows at every moment which field it is in.</summary>
internal ref struct InkJsonlParser(ReadOnlySpan<byte> line, string source, long lineNumber)
{
    private const int MaxDepth = 32;
    private Utf8JsonReader _json = new(line, new JsonReaderOptions { MaxDepth = MaxDepth });
    private string _field = "sample";
    private int _stroke = -1;
    private int _point = -1;

    public LabelledInk Parse()
    {
        try
        {
            return Sample();
        }
        catch (JsonException e)
        {
            throw Error($"valid JSON expected: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // The reader's answer to text that is not UTF-8, or to half of a surrogate pair.
            throw Error("valid Unicode text expected", e);
        }
    }

    private LabelledInk Sample()
    {
        _json.Read();
        Expect(JsonTokenType.StartObject, "an object");
        var label = "";
        string? writer = null;
        InkKind? kind = null;
        ImmutableArray<Stroke>? strokes = null;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (Enter("label"u8, "label"))
            {
                label = Text(InkLimits.LabelLength) ?? "";
            }
            else if (Enter("kind"u8, "kind"))
            {
                kind = Kind();
            }
            else if (Enter("writer"u8, "writer"))
            {
                writer = Text(InkLimits.WriterLength);
            }
            else if (Enter("strokes"u8, "strokes"))
            {
                strokes = Strokes();
            }
            else
            {
                _json.Skip();
            }

            _field = "sample";
        }

        if (_json.Read())
        {
            throw Error("nothing after the object expected");
        }

        _field = "strokes";
        return new LabelledInk(label, kind ?? InkKindName.Guess(label), writer, strokes ?? throw Error("missing; an array of strokes expected"));
    }

    private bool Enter(ReadOnlySpan<byte> name, string field)
    {
        if (!_json.ValueTextEquals(name))
        {
            return false;
        }

        _field = field;
        _json.Read();
        return true;
    }

    private string? Text(int most)
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Expect(JsonTokenType.String, "a string");
        var text = _json.GetString()!;
        return text.Length <= most ? text : throw Error($"{text.Length} characters, at most {most} expected");
    }

    private InkKind? Kind()
    {
        var name = Text(InkLimits.LabelLength);
        return name is null ? null : InkKindName.Parse(name) ?? throw Error($"{Found()}, {InkKindName.Expected} expected");
    }

    private ImmutableArray<Stroke> Strokes()
    {
        Expect(JsonTokenType.StartArray, "an array of strokes");
        var strokes = ImmutableArray.CreateBuilder<Stroke>();
        var points = ImmutableArray.CreateBuilder<InkPoint>();
        for (_stroke = 0; _json.Read() && _json.TokenType != JsonTokenType.EndArray; _stroke++)
        {
            if (_stroke == InkLimits.StrokesPerSample)
            {
                throw Error($"more than {InkLimits.StrokesPerSample} strokes");
            }

            Expect(JsonTokenType.StartArray, "an array of points");
            points.Clear();
            for (_point = 0; _json.Read() && _json.TokenType != JsonTokenType.EndArray; _point++)
            {
                if (_point == InkLimits.PointsPerStroke)
                {
                    throw Error($"more than {InkLimits.PointsPerStroke} points");
                }

                points.Add(Point());
            }

            _point = -1;
            strokes.Add(points.Count > 0 ? new Stroke(points.ToImmutable()) : throw Error("empty; at least one point expected"));
        }

        _stroke = -1;
        return strokes.ToImmutable();
    }

    private InkPoint Point()
    {
        const string Shape = "a point [x, y], [x, y, t] or [x, y, t, pressure]";
        Expect(JsonTokenType.StartArray, Shape);
        Span<float> values = [float.NaN, float.NaN, float.NaN, float.NaN];
        var count = 0;
        for (; _json.Read() && _json.TokenType != JsonTokenType.EndArray; count++)
        {
            var value = count switch
            {
                0 => Number("x", -InkLimits.Coordinate, InkLimits.Coordinate),
                1 => Number("y", -InkLimits.Coordinate, InkLimits.Coordinate),
                2 => Optional("t", -InkLimits.TimeMilliseconds, InkLimits.TimeMilliseconds),
                3 => Optional("pressure", 0, 1),
                _ => throw Error($"more than 4 numbers, {Shape} expected"),
            };
            values[count] = value;
        }

        return count >= 2 ? new(values[0], values[1], values[2], values[3]) : throw Error($"{count} numbers, {Shape} expected");
    }

    private float Optional(string name, float least, float most) =>
        _json.TokenType == JsonTokenType.Null ? float.NaN : Number(name, least, most);

    private float Number(string name, float least, float most) =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetSingle(out var value) && value >= least && value <= most
            ? value
            : throw Error($"{name} is {Found()}, a number from {least} to {most} expected");

    private readonly void Expect(JsonTokenType type, string expected)
    {
        if (_json.TokenType != type)
        {
            throw Error($"{Found()}, {expected} expected");
        }
    }

    /// <summary>What stands at the reader, cut short; a string may be a user's words and is only named.</summary>
    private readonly string Found() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String when _field == "kind" || _stroke >= 0 => $"'{Short(_json.ValueSpan)}'",
        JsonTokenType.String => "a string",
        JsonTokenType.None => "nothing",
        JsonTokenType.EndArray => "the array's end",
        JsonTokenType.EndObject => "the object's end",
        _ => Short(_json.ValueSpan),
    };

    private static string Short(ReadOnlySpan<byte> value) =>
        value.Length <= 32 ? Encoding.UTF8.GetString(value) : $"{Encoding.UTF8.GetString(value[..32])}…";

    private readonly InkFormatException Error(string problem, Exception? inner = null) =>
        new(source, lineNumber, $"{_field}{(_stroke >= 0 ? $"[{_stroke}]" : "")}{(_point >= 0 ? $"[{_point}]" : "")}", problem, inner);
}
