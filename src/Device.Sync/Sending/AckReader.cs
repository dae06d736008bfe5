using System.Globalization;
using Device.Core.Notebook;
using Device.Messages;

namespace Device.Sync.Sending;

/// <summary>A checked acknowledgement. Pure; not thread-safe.</summary>
internal sealed class AckReader
{
    private readonly AckMessage _ack;
    private readonly ulong _known;
    private readonly Dictionary<ulong, string> _reasons = [];
    private readonly SequenceSet _stored = new();

    /// <summary>Checks an acknowledgement.</summary>
    /// <param name="ack">The acknowledgement.</param>
    /// <exception cref="MessageFormatException">It contradicts itself; nothing of it counts.</exception>
    public AckReader(AckMessage ack)
    {
        if (ack.Epoch.Length != 16 || !ulong.TryParse(ack.Epoch, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var epoch))
        {
            throw new MessageFormatException("epoch", "16 hexadecimal digits expected");
        }

        if (ack.Contiguous > ack.Highest)
        {
            throw new MessageFormatException("contiguous", $"{ack.Contiguous} is above highest {ack.Highest}");
        }

        if (ack.Holes.Count > AckMessage.MaxHoles || ack.Rejected.Count > AckMessage.MaxHoles)
        {
            throw new MessageFormatException("holes", $"{ack.Holes.Count} holes and {ack.Rejected.Count} rejections, at most {AckMessage.MaxHoles} of each expected");
        }

        var last = ack.Contiguous;
        foreach (var hole in ack.Holes)
        {
            if (hole.First <= last || hole.Last < hole.First || hole.Last > ack.Highest)
            {
                throw new MessageFormatException("holes", $"{hole.First} to {hole.Last} is out of order or outside {ack.Contiguous} to {ack.Highest}");
            }

            last = hole.Last;
        }

        foreach (var rejected in ack.Rejected)
        {
            _reasons[rejected.Sequence] = rejected.Reason ?? "";
        }

        foreach (var range in ack.Stored?.Take(AckMessage.MaxStored) ?? [])
        {
            if (range.First == 0 || range.Last < range.First)
            {
                throw new MessageFormatException("stored", $"{range.First} to {range.Last} is out of order");
            }

            _stored.AddRange(range.First, range.Last);
        }

        _ack = ack;
        Epoch = epoch;

        // A full list of holes may have been cut: above it nothing is known.
        _known = ack.Holes.Count == AckMessage.MaxHoles ? last : ack.Highest;
    }

    /// <summary>The epoch it is about.</summary>
    public ulong Epoch { get; }

    /// <summary>What it says about a fact.</summary>
    /// <param name="sequence">The fact's sequence.</param>
    /// <returns>The verdict.</returns>
    public AckVerdict Of(ulong sequence)
    {
        if (_reasons.ContainsKey(sequence))
        {
            return AckVerdict.Rejected;
        }

        if (sequence <= _ack.Contiguous || _stored.Contains(sequence))
        {
            return AckVerdict.Stored;
        }

        if (sequence > _known)
        {
            return AckVerdict.Unknown;
        }

        // What is withheld is not named as missing: then only what is named as stored is.
        return IsHole(sequence) ? AckVerdict.Missing : _ack.Withheld ? AckVerdict.Unknown : AckVerdict.Stored;
    }

    /// <summary>Why a fact was refused.</summary>
    /// <param name="sequence">The fact's sequence.</param>
    /// <returns>The gateway's reason; empty when it gave none.</returns>
    public string Reason(ulong sequence) => _reasons.GetValueOrDefault(sequence, "");

    private bool IsHole(ulong sequence)
    {
        var (low, high) = (0, _ack.Holes.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var hole = _ack.Holes[middle];
            if (sequence >= hole.First && sequence <= hole.Last)
            {
                return true;
            }

            (low, high) = sequence < hole.First ? (low, middle - 1) : (middle + 1, high);
        }

        return false;
    }
}
