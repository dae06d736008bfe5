using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>A record as it lies in a segment.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Kind">The fact's kind; 0 in a seal.</param>
/// <param name="Position">The fact's position; in a seal the last one given.</param>
/// <param name="DurableThrough">The highest position known synced when this was written; in a compacted segment the position of the fact before, or the last position before the segment.</param>
/// <param name="Time">The fact's time; in a seal the clock.</param>
/// <param name="Id">The fact's name; in a seal the last own one, with sequence 0 when there is none.</param>
/// <param name="Payload">The body's bytes. Those of a record that was read are valid until the next is.</param>
internal readonly record struct JournalRecord(
    RecordType Type, FactKind Kind, long Position, long DurableThrough, Hlc Time, FactId Id, ReadOnlyMemory<byte> Payload)
{
    public bool IsFact => Type is RecordType.Fact or RecordType.KeptFact;

    /// <summary>Every position below was given before this record was written.</summary>
    public long KnownBefore => IsFact ? Position : Position + 1;

    /// <summary>The fact. A body this version cannot read is kept byte for byte.</summary>
    public Fact ToFact()
    {
        try
        {
            return new Fact(Id, Time, FactCodec.ReadBody(Kind, Payload.Span));
        }
        catch (FactFormatException)
        {
            return new Fact(Id, Time, new UnknownBody(Kind, [.. Payload.Span]));
        }
    }
}
