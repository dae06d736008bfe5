namespace Device.Sync.Blobs;

/// <summary>Bounds and waits of blob transfers.</summary>
/// <param name="ChunkBytes">Most data of one message.</param>
/// <param name="WindowBytes">Most bytes sent and not committed, or asked for and not here.</param>
/// <param name="Silence">Silence after which the other side is asked again; doubles up to eightfold.</param>
/// <param name="Retry">First wait after a failure; doubles up to sixteenfold.</param>
internal sealed record BlobLimits(int ChunkBytes, int WindowBytes, TimeSpan Silence, TimeSpan Retry)
{
    private const int MostSilence = 3;
    private const int MostRetry = 4;

    /// <summary>How long to be silent after so many tries.</summary>
    public TimeSpan SilenceAfter(int tries) => Silence * (1 << Math.Clamp(tries - 1, 0, MostSilence));

    /// <summary>How long to wait after so many failures.</summary>
    public TimeSpan RetryAfter(int failures) => Retry * (1 << Math.Clamp(failures - 1, 0, MostRetry));
}
