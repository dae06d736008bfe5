namespace Device.Link;

/// <summary>
/// What the processor can ask. Numbers are append-only: 0x00xx the link itself, 0x01xx power, 0x02xx kept for updates.
/// </summary>
public enum CommandId : ushort
{
    /// <summary>None; never sent.</summary>
    None = 0,

    /// <summary>Opens a session: <see cref="HelloRequest"/> answered by <see cref="HelloReply"/>.</summary>
    Hello = 0x0001,

    /// <summary>Answered with the request's own payload.</summary>
    Ping = 0x0002,

    /// <summary>Takes the oldest event: no payload, answered by <see cref="EventRecord"/> or <see cref="LinkStatus.NoEvent"/>.</summary>
    GetEvent = 0x0003,

    /// <summary>Which versions of a command are known: the id (2 bytes), answered by lowest and highest (1 byte each).</summary>
    GetCommandVersions = 0x0004,

    /// <summary>No payload, answered by <see cref="PowerStatus"/>.</summary>
    GetPower = 0x0100,

    /// <summary>No payload, answered by <see cref="InputStatus"/>.</summary>
    GetInputs = 0x0101,

    /// <summary>Cut the processor's power after a delay: milliseconds (4 bytes), 0..60000; no answer payload.</summary>
    PowerOff = 0x0102,

    /// <summary>Arm or disarm the watchdog over the processor: <see cref="WatchdogSettings"/>; no answer payload.</summary>
    SetWatchdog = 0x0103,

    /// <summary>The processor is alive: no payload, no answer payload.</summary>
    Heartbeat = 0x0104,
}
