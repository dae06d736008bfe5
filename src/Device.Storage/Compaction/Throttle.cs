namespace Device.Storage;

/// <summary>Keeps work below so many bytes a second by pausing. Not thread-safe.</summary>
/// <param name="bytesPerSecond">0 never pauses.</param>
/// <param name="time">Measures.</param>
internal sealed class Throttle(long bytesPerSecond, TimeProvider time)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    private readonly long _start = time.GetTimestamp();
    private long _bytes;

    /// <summary>Counts bytes and waits until they are due.</summary>
    public async ValueTask PassAsync(long bytes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _bytes += bytes;
        if (bytesPerSecond == 0)
        {
            return;
        }

        var ahead = TimeSpan.FromSeconds(_bytes / (double)bytesPerSecond) - time.GetElapsedTime(_start);
        if (ahead > Least)
        {
            await Task.Delay(ahead, time, ct);
        }
    }
}
