namespace Device.Link;

/// <summary>How a request ended. Numbers are append-only. A lost or late answer has no status: that is the transport's failure.</summary>
public enum LinkStatus : byte
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>This firmware does not know the command.</summary>
    UnknownCommand = 1,

    /// <summary>The command is known, but not in this version; ask with <see cref="CommandId.GetCommandVersions"/>.</summary>
    UnsupportedVersion = 2,

    /// <summary>The payload is shorter than the command's layout, or a value is out of range.</summary>
    BadPayload = 3,

    /// <summary>Send <see cref="CommandId.Hello"/> first.</summary>
    HelloRequired = 4,

    /// <summary>The two sides speak different major versions: only <see cref="CommandId.Hello"/> is answered.</summary>
    ProtocolMismatch = 5,

    /// <summary>Understood, but not allowed in the present state.</summary>
    Refused = 6,

    /// <summary>There is no event to fetch.</summary>
    NoEvent = 7,
}
