namespace Device.Storage;

/// <summary>A segment that was there a moment ago was replaced by compaction. What was read so far stays right; the list of segments is out of date.</summary>
internal sealed class SegmentGoneException(IOException inner) : IOException(inner.Message, inner);
