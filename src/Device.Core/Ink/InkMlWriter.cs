using System.Globalization;
using System.Text;
using System.Xml;

namespace Device.Core.Ink;

/// <summary>Writes one InkML document.</summary>
internal sealed class InkMlWriter
{
    private readonly XmlWriter _xml;
    private readonly IReadOnlyList<LabelledInk> _samples;
    private readonly Dictionary<(float Width, PenTool Tool), string> _brushes = [];
    private readonly bool _hasTime;
    private readonly bool _hasForce;

    private InkMlWriter(XmlWriter xml, IReadOnlyList<LabelledInk> samples)
    {
        _xml = xml;
        _samples = samples;
        var strokes = samples.SelectMany(s => s.Strokes);
        _hasTime = strokes.Any(s => s.Points.Any(p => !float.IsNaN(p.Time)));
        _hasForce = strokes.Any(s => s.Points.Any(p => !float.IsNaN(p.Pressure)));
        foreach (var brush in strokes.Select(s => (s.Width, s.Tool)).Where(b => b != (Stroke.DefaultWidth, PenTool.Tip)))
        {
            _brushes.TryAdd(brush, string.Create(CultureInfo.InvariantCulture, $"brush{_brushes.Count + 1}"));
        }
    }

    public static void Write(IReadOnlyList<LabelledInk> samples, Stream stream)
    {
        foreach (var sample in samples)
        {
            InkLimits.Check(sample);
        }

        using var xml = XmlWriter.Create(stream, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.Entitize,
        });
        new InkMlWriter(xml, samples).Document();
    }

    private void Document()
    {
        _xml.WriteStartElement("ink", InkMl.Namespace);
        if (_brushes.Count > 0)
        {
            Start("definitions");
            foreach (var ((width, tool), id) in _brushes)
            {
                Brush(id, width, tool);
            }

            _xml.WriteEndElement();
        }

        Start("context");
        Start("traceFormat");
        Channel("X");
        Channel("Y");
        if (_hasTime)
        {
            Channel("T", ("units", "ms"));
        }

        if (_hasForce)
        {
            Channel("F", ("min", "0"), ("max", "1"));
        }

        _xml.WriteEndElement();
        _xml.WriteEndElement();
        foreach (var sample in _samples)
        {
            Sample(sample);
        }

        _xml.WriteEndElement();
        _xml.WriteWhitespace("\n");
    }

    private void Sample(LabelledInk sample)
    {
        Start("traceGroup");
        Annotation("truth", sample.Label);
        Annotation("kind", InkKindName.Of(sample.Kind));
        if (sample.Writer is not null)
        {
            Annotation("writer", sample.Writer);
        }

        foreach (var stroke in sample.Strokes)
        {
            Start("trace");
            if (_brushes.TryGetValue((stroke.Width, stroke.Tool), out var brush))
            {
                _xml.WriteAttributeString("brushRef", $"#{brush}");
            }

            Points(stroke);
            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
    }

    private void Points(Stroke stroke)
    {
        var text = new StringBuilder();
        foreach (var point in stroke.Points)
        {
            text.Append(text.Length > 0 ? ", " : "").Append(Number(point.X)).Append(' ').Append(Number(point.Y));
            if (_hasTime)
            {
                text.Append(' ').Append(Number(point.Time));
            }

            if (_hasForce)
            {
                text.Append(' ').Append(Number(point.Pressure));
            }
        }

        _xml.WriteString(text.ToString());
    }

    private void Brush(string id, float width, PenTool tool)
    {
        Start("brush");
        _xml.WriteAttributeString("xml", "id", null, id);
        if (tool == PenTool.Eraser)
        {
            Annotation("tool", "eraser");
        }

        Start("brushProperty");
        _xml.WriteAttributeString("name", "width");
        _xml.WriteAttributeString("value", Number(width));
        _xml.WriteAttributeString("units", "mm");
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void Channel(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start("channel");
        _xml.WriteAttributeString("name", name);
        _xml.WriteAttributeString("type", "decimal");
        foreach (var attribute in attributes)
        {
            _xml.WriteAttributeString(attribute.Name, attribute.Value);
        }

        _xml.WriteEndElement();
    }

    private void Annotation(string type, string text)
    {
        Start("annotation");
        _xml.WriteAttributeString("type", type);
        if (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
        {
            _xml.WriteAttributeString("xml", "space", null, "preserve");
        }

        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    private void Start(string name) => _xml.WriteStartElement(name, InkMl.Namespace);

    private static string Number(float value) => float.IsNaN(value) ? "?" : value.ToString("R", CultureInfo.InvariantCulture);
}
