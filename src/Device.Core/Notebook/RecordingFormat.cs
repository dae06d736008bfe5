namespace Device.Core.Notebook;

/// <summary>How the sound of a recording is stored. Numbers are stored: append-only; a later one cannot be played and is kept.</summary>
public enum RecordingFormat : byte
{
    /// <summary>As it was captured: <c>docs/formats/recording.md</c>.</summary>
    Capture = 1,

    /// <summary>Opus in Ogg: RFC 7845.</summary>
    Opus = 2,
}
