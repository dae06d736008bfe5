using System.Collections.Immutable;
using System.Xml;

namespace Device.Core.Ink;

/// <summary>Reads one InkML document.</summary>
internal sealed class InkMlReader
{
    private readonly InkMlCursor _cursor;
    private readonly InkMlDefinitions _definitions;
    private readonly InkMlPart _document = new();
    private readonly List<InkMlPart> _parts = [];
    private readonly List<InkPoint> _points = [];
    private InkMlPen _pen = InkMlPen.Default;
    private InkMlPart? _loose;
    private string? _lastTrace;
    private int _traces;

    private InkMlReader(InkMlCursor cursor)
    {
        _cursor = cursor;
        _definitions = new InkMlDefinitions(cursor);
    }

    public static IReadOnlyList<LabelledInk> Read(Stream stream, string source)
    {
        try
        {
            using var cursor = new InkMlCursor(stream, source);
            return new InkMlReader(cursor).Document();
        }
        catch (XmlException e)
        {
            throw new InkFormatException(source, e.LineNumber, "document", e.Message, e);
        }
    }

    private List<LabelledInk> Document()
    {
        _cursor.Root("ink");
        _cursor.Children(TopLevel);

        // A document that says what it means is one sample, however its traces are grouped.
        if (_document.IsLabelled)
        {
            foreach (var part in _parts)
            {
                Join(_document, part);
            }

            return [Sample(_document)];
        }

        return [.. _parts.Where(p => !p.IsView || p.Strokes.Count > 0).Select(Sample)];
    }

    private void TopLevel()
    {
        switch (_cursor.Name)
        {
            case "definitions":
                _definitions.ReadDefinitions();
                break;
            case "annotation":
                Annotation(_document);
                break;
            case "trace":
                Trace(Loose(), _pen);
                break;
            case "traceGroup":
                var part = new InkMlPart();
                Group(part, _pen, isTop: true);
                if (part.IsLabelled)
                {
                    _parts.Add(part);
                }
                else if (part.Strokes.Count > 0)
                {
                    Join(Loose(), part);
                }

                break;
            default:
                _pen = _definitions.Read(_pen);
                break;
        }
    }

    private InkMlPart Loose()
    {
        if (_loose is null)
        {
            _parts.Add(_loose = new InkMlPart());
        }

        return _loose;
    }

    private void Join(InkMlPart part, InkMlPart other)
    {
        if (!part.TryAdd(other))
        {
            throw _cursor.Error("T", $"traces of one sample more than {InkLimits.TimeMilliseconds} ms apart");
        }
    }

    private void Group(InkMlPart part, InkMlPen pen, bool isTop)
    {
        var inner = _definitions.Refer(pen);
        _cursor.Children(() =>
        {
            switch (_cursor.Name)
            {
                case "trace":
                    Trace(part, inner);
                    break;
                case "traceGroup":
                    Group(part, inner, isTop: false);
                    break;
                case "annotation" when isTop:
                    Annotation(part);
                    break;
                default:
                    part.IsView |= _cursor.Name == "traceView";
                    _cursor.Skip();
                    break;
            }
        });
    }

    private void Annotation(InkMlPart part)
    {
        switch (_cursor["type"])
        {
            case "truth":
                part.Truth = _cursor.Text(InkLimits.LabelLength, "truth", out _);
                break;
            case "label":
                part.Label = _cursor.Text(InkLimits.LabelLength, "label", out _);
                break;
            case "kind":
                part.Kind = _cursor.Text(64, "kind", out _);
                if (InkKindName.Parse(part.Kind) is null)
                {
                    throw _cursor.Error("kind", $"'{part.Kind}', {InkKindName.Expected} expected");
                }

                break;
            case "writer":
                part.Writer = _cursor.Text(InkLimits.WriterLength, "writer", out _);
                break;
            default:
                _cursor.Skip();
                break;
        }
    }

    private void Trace(InkMlPart part, InkMlPen pen)
    {
        var isHover = _cursor["type"] == "penUp";
        var continues = _cursor["continuation"] is "middle" or "end";
        var (id, prior) = (_cursor.Id, _cursor["priorRef"]);
        if (isHover)
        {
            _cursor.Skip();
            return;
        }

        var field = $"trace[{_traces++}]";
        var own = _definitions.Refer(pen);
        var elementLine = _cursor.Line;
        var text = _cursor.Text(InkLimits.LineBytes, field, out var line);
        _points.Clear();
        if (continues)
        {
            if (prior != $"#{_lastTrace}" || part.Strokes.Count == 0)
            {
                throw _cursor.Error(field, $"priorRef '{prior}', the trace just before it ('#{_lastTrace}') expected", line: elementLine);
            }

            _points.AddRange(part.Strokes[^1].Points);
            part.Strokes.RemoveAt(part.Strokes.Count - 1);
        }

        _lastTrace = id;
        Points(part, text, own.Format, field, line);
        if (_points.Count > 0)
        {
            part.Strokes.Add(part.Strokes.Count < InkLimits.StrokesPerSample
                ? new Stroke([.. _points], own.Tool, own.Width)
                : throw _cursor.Error(field, $"more than {InkLimits.StrokesPerSample} strokes", line: elementLine));
        }
    }

    private void Points(InkMlPart part, string text, InkMlTraceFormat format, string field, int line)
    {
        var first = _points.Count;
        var reader = new InkMlTraceText(text, format);
        try
        {
            while (reader.Next(out var point, out var time))
            {
                if (_points.Count == InkLimits.PointsPerStroke)
                {
                    throw new FormatException($"more than {InkLimits.PointsPerStroke} points");
                }

                _points.Add(point with { Time = Relative(part, time) });
            }
        }
        catch (FormatException e) when (e is not InkFormatException)
        {
            var channel = reader.Channel.Length > 0 ? $".{reader.Channel}" : "";
            throw _cursor.Error($"{field}[{Math.Max(reader.Point, 0)}]{channel}", e.Message, line: line + reader.LinesBefore);
        }

        // A force without a stated range that goes over 1 is in a unit we cannot know.
        if (_points.Skip(first).Any(p => p.Pressure is < 0 or > 1))
        {
            for (var i = first; i < _points.Count; i++)
            {
                _points[i] = _points[i] with { Pressure = float.NaN };
            }
        }
    }

    /// <summary>Times may count from 1970: then the sample's first one becomes 0, so that a float can hold the others.</summary>
    private static float Relative(InkMlPart part, double time)
    {
        if (double.IsNaN(time))
        {
            return float.NaN;
        }

        part.Origin ??= Math.Abs(time) > InkLimits.TimeMilliseconds ? time : 0;
        var relative = (float)(time - part.Origin.Value);
        return Math.Abs(relative) <= InkLimits.TimeMilliseconds
            ? relative
            : throw new FormatException($"{time} ms is more than {InkLimits.TimeMilliseconds} ms from the sample's first point");
    }

    private LabelledInk Sample(InkMlPart part)
    {
        if (part.Strokes.Count > InkLimits.StrokesPerSample)
        {
            throw _cursor.Error("sample", $"{part.Strokes.Count} strokes, at most {InkLimits.StrokesPerSample} expected");
        }

        var label = part.Truth ?? part.Label ?? "";
        var kind = InkKindName.Parse(part.Kind ?? _document.Kind);

        // Collections of written mathematics mark LaTeX by dollar signs.
        if (kind is null && label is ['$', .. var latex, '$'])
        {
            (label, kind) = (latex, InkKind.Mathematics);
        }

        return new LabelledInk(label, kind ?? InkKindName.Guess(label), part.Writer ?? _document.Writer, part.Strokes.ToImmutableArray());
    }
}
