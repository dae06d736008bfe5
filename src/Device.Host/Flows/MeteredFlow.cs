using Device.Host.Options;
using Device.Sync;

namespace Device.Host.Flows;

/// <summary>Tells sync whether the network costs money: what the user or the maker says, else what the link is.</summary>
internal sealed class MeteredFlow(SyncSession sync, MeteredMode mode, Func<bool?> isModem, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private int _mode = (int)mode;

    /// <summary>How it is decided. Thread-safe; counts at once, until the machine stops.</summary>
    public MeteredMode Mode
    {
        get => (MeteredMode)Volatile.Read(ref _mode);
        set
        {
            Volatile.Write(ref _mode, (int)value);
            Look();
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Look();
            await Task.Delay(Between, time, cancellationToken);
        }
    }

    private void Look() => sync.IsMetered = Mode switch
    {
        MeteredMode.Yes => true,
        MeteredMode.No => false,

        // Without a route nothing is sent; what counted before still does.
        _ => isModem() ?? sync.IsMetered,
    };
}
