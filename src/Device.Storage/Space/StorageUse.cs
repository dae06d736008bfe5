namespace Device.Storage;

/// <summary>What is used and what is left.</summary>
/// <param name="State">What that means.</param>
/// <param name="JournalBytes">Bytes of the journal's segments.</param>
/// <param name="BlobBytes">Bytes of audio and images.</param>
/// <param name="QuotaBytes">Most bytes of both; 0 when there is no quota.</param>
/// <param name="FreeBytes">Bytes free on the medium.</param>
/// <param name="Reason">Why it is not <see cref="StorageState.Normal"/>; empty when it is.</param>
public sealed record StorageUse(StorageState State, long JournalBytes, long BlobBytes, long QuotaBytes, long FreeBytes, string Reason);
