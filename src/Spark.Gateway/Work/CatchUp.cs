using System.Collections.Concurrent;
using System.Threading.Channels;
using Device.Core.Notebook;
using Device.Messages;
using Microsoft.Extensions.Options;
using Spark.Gateway.Service;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>
/// Sends machines that come online what they have not seen. One run for a machine at a time; what a machine says meanwhile
/// starts another run after it. Asking is safe from any thread.
/// </summary>
internal sealed partial class CatchUp
{
    private readonly IAccountStore _store;
    private readonly FactSender _sender;
    private readonly GatewayMetrics _metrics;
    private readonly WorkOptions _options;
    private readonly ILogger<CatchUp> _logger;
    private readonly Channel<DeviceId> _waiting;
    private readonly ConcurrentDictionary<DeviceId, Wanted> _wanted = new();

    public CatchUp(IAccountStore store, FactSender sender, GatewayMetrics metrics, IOptions<WorkOptions> options, ILogger<CatchUp> logger)
    {
        _store = store;
        _sender = sender;
        _metrics = metrics;
        _options = options.Value;
        _logger = logger;
        // Full: refuse. A machine that sees a gap says its presence again.
        _waiting = Channel.CreateBounded<DeviceId>(new BoundedChannelOptions(_options.CatchUpsWaiting) { FullMode = BoundedChannelFullMode.Wait });
    }

    /// <summary>Asks for a run. Does not wait for it.</summary>
    public void Ask(FactCursor cursor)
    {
        Wanted wanted = new(cursor);
        if (_wanted.AddOrUpdate(cursor.Reader, wanted, (_, _) => new Wanted(cursor)) == wanted
            && !_waiting.Writer.TryWrite(cursor.Reader))
        {
            _wanted.TryRemove(cursor.Reader, out _);
            _metrics.Rejected("catch-up full");
        }
    }

    /// <summary>Takes no more; machines that wait are left to come again.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>Runs until cancelled or closed.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, _options.CatchUps).Select(_ => ServeAsync(cancellationToken)));

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        // Not ReadAllAsync: it continues on the thread pool, and a simulation on one thread would lose it.
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_waiting.Reader.TryRead(out var device))
            {
                await ServeAsync(device, cancellationToken);
            }
        }
    }

    private async Task ServeAsync(DeviceId device, CancellationToken cancellationToken)
    {
        while (_wanted.TryGetValue(device, out var wanted))
        {
            await TrySendAsync(wanted.Cursor, cancellationToken);
            if (_wanted.TryRemove(KeyValuePair.Create(device, wanted)))
            {
                return;
            }
        }
    }

    private async Task TrySendAsync(FactCursor cursor, CancellationToken cancellationToken)
    {
        try
        {
            var facts = await PageAsync(cursor, cancellationToken);
            while (facts.Count > 0)
            {
                // One page ahead, so that the last message can say that it is the last.
                var next = cursor with { After = facts[^1].Position };
                var more = await PageAsync(next, cancellationToken);
                var all = cursor.Epoch is not null ? null : more.Count > 0 ? "1" : MqttContract.LastOfAll;
                if (!await _sender.SendAsync(cursor.Reader, cursor.Account, cursor.After, facts, cancellationToken, all))
                {
                    return;
                }

                (cursor, facts) = (next, more);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // One machine's history must not end the service of all; it is counted, and the machine comes again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _metrics.Failed("catch-up");
            LogFailed(cursor.Reader, e.GetType().Name, e.StackTrace ?? "");
        }
    }

    private Task<IReadOnlyList<PlacedFact>> PageAsync(FactCursor cursor, CancellationToken cancellationToken) =>
        _store.ReadAsync(cursor, _options.FactsPerRead, MqttContract.MaxPayloadBytes, cancellationToken);

    // Compared by identity: the same wish uttered again, while the first is being served, is another wish.
    private sealed class Wanted(FactCursor cursor)
    {
        public FactCursor Cursor => cursor;
    }

    [LoggerMessage(1331, LogLevel.Error, "Sending {Device} what it missed failed: {Kind}{Place}")]
    private partial void LogFailed(DeviceId device, string kind, string place);
}
