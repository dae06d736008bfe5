namespace Device.Messages;

/// <summary>
/// Payload of <c>up/withheld</c>: facts that the machine keeps to itself for now, because the user switched their note off. The
/// gateway names them as holes no more. Sent when an acknowledgement names some of them as missing.
/// </summary>
/// <param name="Epoch">The machine's epoch, 16 hexadecimal digits.</param>
/// <param name="Ranges">Their sequences, 1 to <see cref="MaxRanges"/> ranges, ascending, not touching.</param>
public sealed record WithheldMessage(string Epoch, IReadOnlyList<SequenceRange> Ranges)
{
    /// <summary>Most ranges of one message.</summary>
    public const int MaxRanges = 256;
}
