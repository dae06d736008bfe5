using System;

namespace Device.Link;

/// <summary>One message between the processor and the co-processor, before stuffing and checksum.</summary>
/// <remarks>Not changed after construction, but the payload array is shared with the caller and must be left alone.</remarks>
public sealed class Frame
{
    /// <summary>Makes a frame.</summary>
    /// <param name="kind">Request, response or event.</param>
    /// <param name="sequence">0..255, wraps; counts requests, or events, each on their own.</param>
    /// <param name="command">A <see cref="CommandId"/>, or an <see cref="EventId"/> in an event.</param>
    /// <param name="statusOrVersion">A <see cref="LinkStatus"/> in a response, else the version of the command or event, from 1.</param>
    /// <param name="payload">0..240 bytes.</param>
    /// <param name="isDuplicate">The same request was sent before and its answer did not arrive.</param>
    /// <param name="hasMore">The sender has more of the same to hand out: ask again.</param>
    /// <exception cref="ArgumentOutOfRangeException">The payload is longer than 240 bytes or the kind is none of the three.</exception>
    public Frame(FrameKind kind, byte sequence, ushort command, byte statusOrVersion, byte[] payload, bool isDuplicate, bool hasMore)
    {
        if (payload.Length > FrameLayout.MaxPayload)
        {
            throw new ArgumentOutOfRangeException(nameof(payload), "A payload has at most 240 bytes.");
        }

        if (kind < FrameKind.Request || kind > FrameKind.Event)
        {
            throw new ArgumentOutOfRangeException(nameof(kind), "A frame is a request, a response or an event.");
        }

        Kind = kind;
        Sequence = sequence;
        Command = command;
        StatusOrVersion = statusOrVersion;
        Payload = payload;
        IsDuplicate = isDuplicate;
        HasMore = hasMore;
    }

    /// <summary>Request, response or event.</summary>
    public FrameKind Kind { get; }

    /// <summary>0..255; an answer carries its request's.</summary>
    public byte Sequence { get; }

    /// <summary>A <see cref="CommandId"/>, or an <see cref="EventId"/> in an event; numbers unknown to this build are kept.</summary>
    public ushort Command { get; }

    /// <summary>A <see cref="LinkStatus"/> in a response, else the version of the command or event.</summary>
    public byte StatusOrVersion { get; }

    /// <summary>0..240 bytes whose layout the command defines.</summary>
    public byte[] Payload { get; }

    /// <summary>The same request was sent before; whoever executed it then must only repeat the answer.</summary>
    public bool IsDuplicate { get; }

    /// <summary>The sender has more of the same to hand out: ask again.</summary>
    public bool HasMore { get; }

    /// <summary>The status of a response; meaningless in the other kinds.</summary>
    public LinkStatus Status
    {
        get { return (LinkStatus)StatusOrVersion; }
    }

    /// <summary>A first try of a request.</summary>
    public static Frame CreateRequest(byte sequence, CommandId command, byte commandVersion, byte[] payload)
    {
        return new Frame(FrameKind.Request, sequence, (ushort)command, commandVersion, payload, false, false);
    }

    /// <summary>The answer to <paramref name="request"/>.</summary>
    public static Frame CreateResponse(Frame request, LinkStatus status, byte[] payload, bool hasMore)
    {
        return new Frame(FrameKind.Response, request.Sequence, request.Command, (byte)status, payload, false, hasMore);
    }

    /// <summary>The doorbell for one event.</summary>
    public static Frame CreateEvent(EventRecord record)
    {
        byte[] payload = new byte[EventRecord.Length];
        record.Write(payload, 0);
        return new Frame(FrameKind.Event, record.Sequence, (ushort)record.Id, 1, payload, false, false);
    }

    /// <summary>The same request once more, marked so that it cannot execute twice.</summary>
    public Frame AsDuplicate()
    {
        return new Frame(Kind, Sequence, Command, StatusOrVersion, Payload, true, HasMore);
    }
}
