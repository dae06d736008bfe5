using System.Security.Cryptography;
using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>
/// <c>up/blob</c>: bytes are stored in whatever order they come and acknowledged once they are committed; a blob whose last byte
/// has come is read whole and either kept or thrown away; parts that machines of the account ask for are sent.
/// </summary>
internal sealed partial class BlobHandler(
    IAccountStore store, IDownlink downlink, TimeProvider timeProvider, GatewayMetrics metrics, ILogger<BlobHandler> logger)
{
    private const int VerifiedAtATime = 1024 * 1024;

    private readonly ILogger<BlobHandler> _logger = logger;

    /// <summary>Handles one message.</summary>
    /// <exception cref="MessageFormatException">It is not a blob message.</exception>
    /// <exception cref="System.Data.Common.DbException">The store failed; nothing of the message was stored or is acknowledged.</exception>
    public Task HandleAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        message.Expect(MqttContract.Blob);
        var (device, id) = (message.Topic.Device, message.Topic.RequestId);
        return BlobCodec.Read(message.Payload) switch
        {
            BlobMessage.Offer offer => TakeAsync(device, store.OfferBlobAsync(device, id, offer.Length, timeProvider.GetUtcNow(), cancellationToken), cancellationToken),
            BlobMessage.Chunk chunk => TakeAsync(device, store.AddChunkAsync(device, id, chunk, timeProvider.GetUtcNow(), cancellationToken), cancellationToken),
            BlobMessage.Want want => GiveAsync(device, id, want, cancellationToken),
            BlobMessage.State { Stage: BlobStage.Wrong } => DoubtAsync(device, id, cancellationToken),
            _ => Task.CompletedTask,
        };
    }

    private async Task TakeAsync(DeviceId device, Task<BlobProgress> stored, CancellationToken cancellationToken)
    {
        var blob = await stored;
        var (stage, reason) = (blob.Stage, blob.Reason);
        if (blob.IsToBeVerified)
        {
            // A worker that dies here leaves it to the next offer: the machine asks until it hears how the blob stands.
            (stage, reason) = await SettleAsync(device, blob, cancellationToken);
        }
        else if (stage == BlobStage.Refused)
        {
            metrics.Blob("refused");
            LogRefused(device, reason);
        }

        await TellAsync(device, blob.Id, new BlobMessage.State(stage, stage is BlobStage.Wrong or BlobStage.Refused ? 0 : blob.Committed, blob.Length, reason), cancellationToken);
    }

    private async Task<(BlobStage Stage, string Reason)> SettleAsync(DeviceId device, BlobProgress blob, CancellationToken cancellationToken)
    {
        var isRight = await IsRightAsync(blob, cancellationToken);
        var isFirst = await store.SettleBlobAsync(blob, isRight, timeProvider.GetUtcNow(), cancellationToken);
        if (!isFirst)
        {
            // Another worker was first; what it found is in the store.
            return ((await store.BlobAsync(device, blob.Id, cancellationToken)).Stage, "");
        }

        metrics.Blob(isRight ? "whole" : "wrong");
        if (isRight)
        {
            await AnnounceAsync(device, blob, cancellationToken);
            return (BlobStage.Whole, "");
        }

        LogWrong(device, blob.Length);
        return (BlobStage.Wrong, "the bytes do not have the SHA-256 of the name");
    }

    /// <summary>A machine was sent bytes that are not what the name says: on the way, or from here?</summary>
    private async Task DoubtAsync(DeviceId device, string id, CancellationToken cancellationToken)
    {
        metrics.Blob("doubted");
        var blob = await store.BlobAsync(device, id, cancellationToken);
        if (blob.Stage == BlobStage.Whole && !await IsRightAsync(blob, cancellationToken))
        {
            LogWrong(device, blob.Length);
            await store.SettleBlobAsync(blob, false, timeProvider.GetUtcNow(), cancellationToken);
        }
    }

    private async Task<bool> IsRightAsync(BlobProgress blob, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < blob.Length;)
        {
            var count = (int)Math.Min(VerifiedAtATime, blob.Length - offset);
            var bytes = await store.ReadBlobAsync(blob, offset, count, cancellationToken);
            if (bytes.Length < count)
            {
                return false;
            }

            hash.AppendData(bytes);
            offset += count;
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash()) == blob.Id;
    }

    /// <summary>Machines that wait for it need not ask in vain. One that misses this asks again by itself.</summary>
    private async Task AnnounceAsync(DeviceId from, BlobProgress blob, CancellationToken cancellationToken)
    {
        var machines = await store.MachinesAsync([blob.Account], cancellationToken);
        await Task.WhenAll(machines.Where(machine => machine.IsOnline && machine.Device != from).Select(machine =>
            TellAsync(machine.Device, blob.Id, new BlobMessage.State(BlobStage.Whole, blob.Length, blob.Length, ""), cancellationToken)));
    }

    private async Task GiveAsync(DeviceId device, string id, BlobMessage.Want want, CancellationToken cancellationToken)
    {
        var blob = await store.BlobAsync(device, id, cancellationToken);
        var end = Math.Min(want.Offset + want.Count, blob.Length);
        if (blob.Stage != BlobStage.Whole || want.Offset >= end)
        {
            await TellAsync(device, id, new BlobMessage.State(blob.Stage, blob.Committed, blob.Length, ""), cancellationToken);
            return;
        }

        var most = Math.Min(want.ChunkBytes, downlink.MaxPayloadBytes - BlobCodec.ChunkOverhead);
        for (var offset = want.Offset; offset < end;)
        {
            var bytes = await store.ReadBlobAsync(blob, offset, (int)Math.Min(most, end - offset), cancellationToken);
            if (bytes.Length == 0 || !await TellAsync(device, id, new BlobMessage.Chunk(blob.Length, offset, bytes), cancellationToken))
            {
                return;
            }

            offset += bytes.Length;
        }
    }

    private Task<bool> TellAsync(DeviceId device, string id, BlobMessage message, CancellationToken cancellationToken) =>
        downlink.SendAsync(new OutboundMessage(new DeviceTopic(device, TopicKind.DownBlob, id), BlobCodec.Write(message), MqttContract.Blob), cancellationToken);

    [LoggerMessage(1371, LogLevel.Warning, "{Device}: a blob of {Bytes} bytes was not what its name says and was thrown away.")]
    private partial void LogWrong(DeviceId device, long bytes);

    [LoggerMessage(1372, LogLevel.Warning, "{Device} offered a blob that was refused: {Reason}.")]
    private partial void LogRefused(DeviceId device, string reason);
}
