using Device.Storage;
using Device.Sync;
using Device.Sync.Rejoining;

namespace Device.Host.Flows;

/// <summary>
/// Brings a machine that was expelled from its account back: the order is kept when sync passes it on, and carried out at the
/// next start, before anything has read the journal.
/// </summary>
internal sealed partial class MachineRejoin : IDisposable
{
    private readonly AtomicFile _file;
    private readonly RejoinFile _orders;
    private readonly string _view;
    private readonly ILogger _logger;

    private MachineRejoin(string data, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<MachineRejoin>();
        _file = new AtomicFile(Path.Combine(data, "settings", "rejoin.json"), loggers.CreateLogger<AtomicFile>());
        _orders = new RejoinFile(_file, _logger);
        _view = Path.Combine(data, "view");
    }

    /// <summary>The order of the last expulsion; null for none.</summary>
    public RejoinOrder? Order { get; private set; }

    /// <summary>Whether the journal is to be opened under a new epoch and <see cref="CarryOutAsync"/> to be called.</summary>
    public bool IsDue => Order is { Done: false };

    /// <summary>Looks for an order.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<MachineRejoin> OpenAsync(string data, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var rejoin = new MachineRejoin(data, loggers);
        rejoin.Order = await rejoin._orders.LoadAsync(cancellationToken);
        return rejoin;
    }

    /// <summary>Carries the order out on the journal; what was made of the old one goes first.</summary>
    /// <exception cref="IOException">It could not be carried out; the next start goes on.</exception>
    public async Task CarryOutAsync(Journal journal, TimeProvider time, CancellationToken cancellationToken)
    {
        // The cursor stays: it sends what is not acknowledged, whatever its name.
        foreach (var file in Directory.Exists(_view) ? Directory.GetFiles(_view) : [])
        {
            if (!Path.GetFileName(file).StartsWith("sync-cursor", StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }

        var report = await JournalRejoin.RunAsync(journal, Order!, KeepAsync, time, cancellationToken);
        LogRejoined(_logger, report.Written, report.Dropped, report.Left);
    }

    /// <summary>Keeps an order for the next start.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task TakeAsync(RejoinDue due, CancellationToken cancellationToken) => await KeepAsync(RejoinOrder.Of(due, Order), cancellationToken);

    public void Dispose() => _file.Dispose();

    private async ValueTask KeepAsync(RejoinOrder order, CancellationToken cancellationToken)
    {
        await _orders.SaveAsync(order, cancellationToken);
        Order = order;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the machine rejoined its account: {Written} facts written again, {Dropped} old ones gone, {Left} left in damaged segments")]
    private static partial void LogRejoined(ILogger logger, int written, long dropped, int left);
}
