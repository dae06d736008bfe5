using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>
/// What one reader of the change feed has not seen yet: a few regions, whatever the number of changes, so that a slow reader
/// costs no memory and never holds the panel up. Used under the panel's lock, except for <see cref="Signal"/>.
/// </summary>
internal sealed class PanelWatcher : IDisposable
{
    private const int MostRegions = 8;

    private readonly List<PixelRect> _regions = new(MostRegions);

    /// <summary>Is raised when there is something to see.</summary>
    internal SemaphoreSlim Signal { get; } = new(0, 1);

    internal void Add(PixelRect region)
    {
        for (var i = _regions.Count - 1; i >= 0; i--)
        {
            if (!_regions[i].Inflate(1).Intersect(region).IsEmpty)
            {
                region = region.Union(_regions[i]);
                _regions.RemoveAt(i);
            }
        }

        if (_regions.Count == MostRegions)
        {
            region = region.Union(_regions[0]);
            _regions.RemoveAt(0);
        }

        _regions.Add(region);
        if (Signal.CurrentCount == 0)
        {
            Signal.Release();
        }
    }

    internal void TakeAll(List<PixelRect> regions)
    {
        regions.AddRange(_regions);
        _regions.Clear();
    }

    public void Dispose() => Signal.Dispose();
}
