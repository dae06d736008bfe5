using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Spark.Gateway.Asking;

/// <summary>
/// An answer on its way: each part is stored, then sent. A question asked again meanwhile gets the parts so far and then the
/// others like everybody. Safe to use from any thread.
/// </summary>
internal sealed class RunningReply(RequestKey request, string worker, IAccountStore store, IDownlink downlink)
{
    private readonly Lock _gate = new();
    private readonly List<ReplyMessage> _parts = [];
    private Task _last = Task.CompletedTask;

    /// <summary>Takes parts that an earlier owner stored; before anything else is called.</summary>
    public void Resume(IEnumerable<ReplyMessage> parts) => _parts.AddRange(parts);

    /// <summary>Stores and sends the next part.</summary>
    /// <exception cref="LeaseLostException">Another worker owns the question now.</exception>
    /// <exception cref="System.Data.Common.DbException">The store failed; the part was not sent.</exception>
    public Task AddAsync(Piece piece, bool isFinal, string error, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        ReplyMessage part = new(_parts.Count, piece.Answer, piece.Reasoning, isFinal, error);
        if (!await store.AddPartAsync(request, worker, part, cancellationToken))
        {
            throw new LeaseLostException();
        }

        _parts.Add(part);
        await SendAsync(part, cancellationToken);
    });

    /// <summary>Sends the parts so far once more.</summary>
    public Task SendAgainAsync(CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        foreach (var part in _parts)
        {
            await SendAsync(part, cancellationToken);
        }
    });

    // One after the other, so that a repetition cannot overtake the parts it repeats.
    private Task InTurnAsync(Func<Task> work)
    {
        lock (_gate)
        {
            return _last = AfterAsync(_last, work);
        }
    }

    private static async Task AfterAsync(Task before, Func<Task> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await work();
    }

    // A part that the broker did not take is stored: the machine sees the gap and asks again.
    private Task<bool> SendAsync(ReplyMessage part, CancellationToken cancellationToken) => downlink.SendAsync(
        new OutboundMessage(new DeviceTopic(request.Device, TopicKind.DownReply, request.Id), MessageJson.Write(part), MqttContract.Json), cancellationToken);
}
