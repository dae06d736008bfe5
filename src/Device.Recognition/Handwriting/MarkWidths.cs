namespace Device.Recognition.Handwriting;

/// <summary>Full-width marks are one class with their half-width twins; which one is meant, the text around decides.</summary>
internal static class MarkWidths
{
    /// <summary>The half-width form of a mark, or the label itself.</summary>
    internal static string Ascii(string label) => label switch
    {
        "，" => ",",
        "；" => ";",
        "：" => ":",
        "？" => "?",
        "！" => "!",
        "（" => "(",
        "）" => ")",
        "～" => "~",
        _ => label,
    };
}
