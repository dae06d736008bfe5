using System.Text;
using System.Xml;

namespace Device.Core.Ink;

/// <summary>Walks an XML document element by element, within bounds, and names the line where something is wrong. Not thread-safe.</summary>
internal sealed class InkMlCursor : IDisposable
{
    private const int MaxDepth = 32;
    private readonly XmlReader _xml;
    private readonly string _source;
    private readonly char[] _chunk = new char[4096];

    public InkMlCursor(Stream stream, string source)
    {
        _source = source;
        _xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = InkLimits.DocumentBytes,
        });
    }

    /// <summary>Name of the element the cursor is on, without its prefix.</summary>
    public string Name => _xml.LocalName;

    /// <summary>The line the cursor is on, from 1.</summary>
    public int Line => ((IXmlLineInfo)_xml).LineNumber;

    /// <summary>An attribute of the element the cursor is on.</summary>
    public string? this[string attribute] => _xml.GetAttribute(attribute);

    /// <summary>The element's <c>xml:id</c>, or <c>id</c> as older documents write it.</summary>
    public string? Id => _xml.GetAttribute("id", "http://www.w3.org/XML/1998/namespace") ?? _xml.GetAttribute("id");

    /// <summary>Goes to the root element.</summary>
    public void Root(string name)
    {
        _xml.MoveToContent();
        if (_xml.LocalName != name || _xml.NamespaceURI is not (InkMl.Namespace or ""))
        {
            throw Error("root", $"element '{_xml.LocalName}' of namespace '{_xml.NamespaceURI}', '{name}' of '{InkMl.Namespace}' expected");
        }
    }

    /// <summary>Visits the child elements that belong to InkML, skips others and leaves the element.</summary>
    /// <param name="visit">Called on each child; leaves it by <see cref="Children"/>, <see cref="Text"/> or <see cref="Skip"/>.</param>
    public void Children(Action visit)
    {
        var ours = _xml.NamespaceURI;
        if (Enter())
        {
            while (_xml.NodeType != XmlNodeType.EndElement)
            {
                if (_xml.NodeType != XmlNodeType.Element)
                {
                    _xml.Read();
                }
                else if (_xml.NamespaceURI == ours)
                {
                    visit();
                }
                else
                {
                    Skip();
                }
            }
        }

        _xml.Read();
    }

    /// <summary>Reads the element's text, without child elements, and leaves the element.</summary>
    /// <param name="most">Most characters.</param>
    /// <param name="field">What the text is, for errors.</param>
    /// <param name="line">The line the text begins on.</param>
    public string Text(int most, string field, out int line)
    {
        var keepsSpace = _xml.XmlSpace == XmlSpace.Preserve;
        line = Line;
        var text = new StringBuilder();
        if (Enter())
        {
            line = Line;
            while (_xml.NodeType != XmlNodeType.EndElement)
            {
                if (_xml.NodeType == XmlNodeType.Element)
                {
                    Skip();
                    continue;
                }

                int count;
                while (_xml.CanReadValueChunk && _xml.HasValue && (count = _xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0)
                {
                    text.Append(_chunk, 0, count);
                    if (text.Length > most)
                    {
                        throw Error(field, $"more than {most} characters");
                    }
                }

                _xml.Read();
            }
        }

        _xml.Read();
        return keepsSpace ? text.ToString() : text.ToString().Trim(' ', '\t', '\r', '\n');
    }

    /// <summary>Leaves the element without looking into it.</summary>
    public void Skip()
    {
        if (Enter())
        {
            for (var open = 1; open > 0;)
            {
                if (_xml.NodeType == XmlNodeType.EndElement)
                {
                    open--;
                }
                else if (_xml.NodeType == XmlNodeType.Element && !_xml.IsEmptyElement)
                {
                    CheckDepth();
                    open++;
                }

                if (open > 0)
                {
                    _xml.Read();
                }
            }
        }

        _xml.Read();
    }

    public InkFormatException Error(string field, string problem, Exception? inner = null, int? line = null) =>
        new(_source, line ?? Line, field, problem, inner);

    public void Dispose() => _xml.Dispose();

    /// <summary>Goes to the first node inside the element; false when the element is empty and has no end of its own.</summary>
    private bool Enter()
    {
        CheckDepth();
        if (_xml.IsEmptyElement)
        {
            return false;
        }

        _xml.Read();
        return true;
    }

    private void CheckDepth()
    {
        if (_xml.Depth > MaxDepth)
        {
            throw Error(Name, $"more than {MaxDepth} elements inside each other");
        }
    }
}
