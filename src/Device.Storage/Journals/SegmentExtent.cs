using System.Globalization;

namespace Device.Storage;

/// <summary>A segment as readers see it. Only <see cref="Length"/> changes; thread-safe.</summary>
/// <param name="id">The number in its name.</param>
/// <param name="header">Its header, from a copy where that is damaged, or null when there is none.</param>
/// <param name="start">Where records begin.</param>
/// <param name="first">The first position it holds.</param>
/// <param name="length">Bytes that readers may look at.</param>
internal sealed class SegmentExtent(ulong id, SegmentHeader? header, long start, long first, long length)
{
    public const string Extension = ".journal";
    public const string UnfinishedExtension = ".journal.new";

    private long _length = length;

    public ulong Id { get; } = id;

    public string Name { get; } = NameOf(id);

    public SegmentHeader? Header { get; } = header;

    /// <summary>Whether the header at the file's start is damaged.</summary>
    public bool HeaderDamaged { get; init; } = header is null;

    /// <summary>In a compacted segment the last position whose older copies it replaces; 0 in one written by appending.</summary>
    public long CoversThrough { get; init; } = header?.CoversThrough ?? 0;

    public long Start { get; } = start;

    public long First { get; } = first;

    public long Length
    {
        get => Volatile.Read(ref _length);
        set => Volatile.Write(ref _length, value);
    }

    public static string NameOf(ulong id) => id.ToString("D10", CultureInfo.InvariantCulture) + Extension;

    public static string UnfinishedNameOf(ulong id) => id.ToString("D10", CultureInfo.InvariantCulture) + UnfinishedExtension;

    /// <summary>Reads the number at the start of a segment's name, or of that of something set aside from it; 0 when there is none.</summary>
    public static ulong IdIn(string name)
    {
        var digits = name.AsSpan()[..name.TakeWhile(char.IsAsciiDigit).Count()];
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
    }

    public static bool IsSegment(string name) => IdIn(name) is var id && id > 0 && name == NameOf(id);
}
