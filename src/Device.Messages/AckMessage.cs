using System.Text.Json.Serialization;

namespace Device.Messages;

/// <summary>Payload of <c>down/ack</c>, sent after the gateway's COMMIT. Everything up to <see cref="Contiguous"/> is stored; above it, what is stored but not yet contiguous is between the holes.</summary>
/// <param name="Epoch">The machine's epoch, 16 hexadecimal digits.</param>
/// <param name="Contiguous">Every sequence from 1 to this one is stored; 0 when none is.</param>
/// <param name="Highest">The highest sequence stored.</param>
/// <param name="Holes">Missing ranges between <see cref="Contiguous"/> and <see cref="Highest"/>, each first and last; at most <see cref="MaxHoles"/>, lowest first.</param>
/// <param name="Rejected">Facts that will never be stored, and why; the machine keeps them and goes on.</param>
public sealed record AckMessage(
    string Epoch, ulong Contiguous, ulong Highest, IReadOnlyList<SequenceRange> Holes, IReadOnlyList<RejectedFact> Rejected)
{
    /// <summary>
    /// Set when the epoch is closed: the machine was expelled after a long silence, and nothing more of this epoch will be
    /// stored. What is not stored is to be written again in another epoch. Null while it is open.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClosedEpoch? Closed { get; init; }

    /// <summary>Most holes and most rejections of one message.</summary>
    public const int MaxHoles = 256;

    /// <summary>Most ranges of <see cref="Stored"/>: as many as a batch has facts.</summary>
    public const int MaxStored = ChangesCodec.MaxFacts;

    /// <summary>
    /// Facts of the batch that is acknowledged which are stored, new or known, as ascending ranges; null from a gateway that does
    /// not name them. Where <see cref="Withheld"/> is true, only they and what is up to <see cref="Contiguous"/> are known to be stored.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SequenceRange>? Stored { get; init; }

    /// <summary>Whether <see cref="Holes"/> leaves out facts that the machine said it withholds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Withheld { get; init; }
}
