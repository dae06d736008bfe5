namespace Device.Sync.Links;

/// <summary>What a broker allows on a connection.</summary>
/// <param name="ReceiveMaximum">Messages that may wait for its PUBACK, 1 to 65535.</param>
/// <param name="MaximumPacketBytes">Its largest packet; <see cref="int.MaxValue"/> for no limit.</param>
/// <param name="SessionPresent">Whether it still had our session.</param>
internal readonly record struct LinkLimits(int ReceiveMaximum, int MaximumPacketBytes, bool SessionPresent);
