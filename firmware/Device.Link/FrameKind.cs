namespace Device.Link;

/// <summary>What a frame is for. The number is the two lowest bits of the flags byte; zero is never sent.</summary>
public enum FrameKind : byte
{
    /// <summary>From the processor: do something and answer.</summary>
    Request = 1,

    /// <summary>From the co-processor: the answer to the request with the same sequence number.</summary>
    Response = 2,

    /// <summary>From the co-processor, unasked: something happened; fetch it with <see cref="CommandId.GetEvent"/>.</summary>
    Event = 3,
}
