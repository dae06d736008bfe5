namespace Device.Sync.Links;

/// <summary>What a broker said to a message.</summary>
/// <param name="Accepted">Whether it took it.</param>
/// <param name="Reason">Its reason where it did not.</param>
internal readonly record struct PublishOutcome(bool Accepted, string Reason);
