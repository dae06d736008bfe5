namespace Device.Sync.Sending;

/// <summary>Keeps the cursor between runs.</summary>
internal interface ICursorStore
{
    /// <summary>Reads it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The cursor, or null when there is none that can be read.</returns>
    ValueTask<SyncCursor?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces it, whole or not at all.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it is on flash.</returns>
    /// <exception cref="IOException">It could not be written; the old one is still there.</exception>
    ValueTask SaveAsync(SyncCursor cursor, CancellationToken cancellationToken);
}
