using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>What a journal works with.</summary>
internal sealed record JournalParts(
    IStorageFolder Folder, JournalOptions Options, KeyRing Keys, TimeProvider Time, Random Random, StorageSpace Space, StorageMetrics Metrics, ILogger Logger);
