namespace Device.Core.Ink;

/// <summary>
/// InkML (W3C Recommendation, 20 September 2011), the exchange format for ink: the subset that
/// <c>docs/formats/inkml.md</c> describes. Everything a <see cref="LabelledInk"/> holds survives writing and reading.
/// Thread-safe.
/// </summary>
public static class InkMl
{
    /// <summary>The namespace of InkML's elements.</summary>
    public const string Namespace = "http://www.w3.org/2003/InkML";

    /// <summary>
    /// Reads a document. Document type declarations are refused; what the subset leaves out is skipped. Memory: the
    /// samples and one trace's text.
    /// </summary>
    /// <param name="stream">The document, at most <see cref="InkLimits.DocumentBytes"/>, in any encoding XML declares. Not closed.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <returns>The samples in the order of the document; none when it holds no traces.</returns>
    /// <exception cref="InkFormatException">The document is not InkML or is over a limit.</exception>
    public static IReadOnlyList<LabelledInk> Read(Stream stream, string source) => InkMlReader.Read(stream, source);

    /// <summary>Writes a document: one top-level <c>traceGroup</c> a sample, numbers in the shortest form that reads back as the same float.</summary>
    /// <param name="samples">The samples; gone through once.</param>
    /// <param name="stream">Where the UTF-8 document goes. Not closed.</param>
    /// <exception cref="ArgumentException">A sample is over a limit of <see cref="InkLimits"/>, or its text holds a character that XML cannot.</exception>
    public static void Write(IEnumerable<LabelledInk> samples, Stream stream) => InkMlWriter.Write([.. samples], stream);
}
