namespace Device.Core.Notebook;

/// <summary>Bounds on facts, on flash and on the wire.</summary>
public static class FactLimits
{
    /// <summary>Characters of a title.</summary>
    public const int TitleLength = 256;

    /// <summary>Characters of a text field.</summary>
    public const int TextLength = 16_384;

    /// <summary>Characters of a model's name.</summary>
    public const int ModelLength = 128;

    /// <summary>Facts that one fact may name in a list.</summary>
    public const int References = 1_024;

    /// <summary>Characters of a tag.</summary>
    public const int TagLength = 64;

    /// <summary>Epochs that one <see cref="VersionVector"/> tells on flash and on the wire.</summary>
    public const int VectorEpochs = 256;

    /// <summary>Ranges of sequences that one <see cref="VersionVector"/> tells on flash and on the wire, all epochs together.</summary>
    public const int VectorRanges = 1_024;

    /// <summary>
    /// Days in which an erasure or a deletion can be undone, by the clocks of the facts. An undoing that comes later has no
    /// effect on any machine, so that what was erased may be dropped some day: <see cref="FactRetention"/>.
    /// </summary>
    public const int UndoDays = 30;

    /// <summary>Bytes of one encoded body. A handwritten stroke of the greatest length needs less than half of it.</summary>
    public const int BodyBytes = 256 * 1024;

    /// <summary>Milliseconds of the longest recording: a week.</summary>
    public const int RecordingMilliseconds = 7 * 24 * 3_600_000;

    /// <summary>Makes a text fit a text field.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text, or its first <see cref="TextLength"/> characters.</returns>
    public static string CutText(string text) => text.Length <= TextLength ? text : text[..TextLength];
}
