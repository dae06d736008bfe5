using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Asking;
using Device.Sync.Links;

namespace Device.Sync.Receiving;

/// <summary>
/// Checks what arrives and hands it on: acknowledgements to the outbox, everything else to the machine. A message that
/// breaks the contract is acknowledged to the broker, counted and forgotten, so that it never holds up another one. One
/// message at a time.
/// </summary>
internal sealed class Inbox(SyncParts parts, ChannelWriter<CloudInput> inputs)
{
    private const int MostStreamCharacters = 128;

    private long _desired = long.MinValue;

    /// <summary>Handles one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">The connection ended; the broker sends the message again.</param>
    /// <returns>When it is handed on.</returns>
    public async Task HandleAsync(IncomingMessage message, TimeSpan now, CancellationToken cancellationToken)
    {
        var kind = "unknown topic";
        try
        {
            var topic = Check(message);
            kind = topic.Kind.ToString();
            switch (topic.Kind)
            {
                case TopicKind.DownAck:
                    OnAck(MessageJson.Read<AckMessage>(message.Payload.Span));
                    break;
                case TopicKind.DownBlob:
                    OnBlob(topic, message.Payload, now);
                    break;
                case TopicKind.DownReply:
                    await OnReplyAsync(topic, MessageJson.Read<ReplyMessage>(message.Payload.Span), now, cancellationToken);
                    break;
                case TopicKind.DownHorizon:
                    await inputs.WriteAsync(new HorizonArrived(HorizonCodec.Read(message.Payload.Span)), cancellationToken);
                    break;
                case TopicKind.DownDesired:
                    await OnDesiredAsync(message.Payload, cancellationToken);
                    break;
                default:
                    await OnChangesAsync(message, now, cancellationToken);
                    return;
            }
        }
        catch (MessageFormatException e)
        {
            parts.Log.MessageRejected(kind, message.Payload.Length, e.Message);
            Count(e.Field is "topic" or "v" or "content type" ? e.Field : "payload");
        }
#pragma warning disable CA1031 // A message that meets a bug would come again after every restart and stop all others.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            parts.Log.MessageFailed(e, kind, message.Payload.Length);
            Count("bug");
        }

        await message.AcknowledgeAsync(cancellationToken);
    }

    /// <summary>Passes on the parts of an answer whose turn it is.</summary>
    /// <param name="question">The question's name.</param>
    /// <param name="cancellationToken">The connection ended; the parts stay for the next one.</param>
    /// <returns>When they are passed on.</returns>
    public async Task PassOnAsync(FactId question, CancellationToken cancellationToken)
    {
        while (parts.Desk.TryNext(question, out var next))
        {
            await inputs.WriteAsync(new ReplyArrived(question, next), cancellationToken);
            parts.Desk.Passed(question);
        }
    }

    /// <summary>Passes on that the machine has to rejoin.</summary>
    /// <param name="due">What it needs to know.</param>
    /// <param name="cancellationToken">The connection ended.</param>
    /// <returns>When it is passed on.</returns>
    public async Task PassOnAsync(RejoinDue due, CancellationToken cancellationToken)
    {
        parts.Log.Rejoins(due.Closed.Count);
        await inputs.WriteAsync(due, cancellationToken);
    }

    private DeviceTopic Check(IncomingMessage message)
    {
        if (!DeviceTopic.TryParse(message.Topic, out var topic) || topic.Device != parts.Device
            || topic.Kind is not (TopicKind.DownAck or TopicKind.DownChanges or TopicKind.DownReply or TopicKind.DownDesired or TopicKind.DownHorizon or TopicKind.DownBlob))
        {
            throw new MessageFormatException("topic", $"not one of {DeviceTopic.DownFilter(parts.Device)} that this version knows");
        }

        // A sender that names no version is taken to speak the first one.
        if (message.Properties.TryGetValue(MqttContract.VersionProperty, out var named)
            && (!int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version is < 1 or > MqttContract.Version))
        {
            throw new MessageFormatException("v", $"1 to {MqttContract.Version} expected");
        }

        var type = topic.Kind switch
        {
            TopicKind.DownChanges => MqttContract.Facts,
            TopicKind.DownHorizon => MqttContract.Horizon,
            TopicKind.DownBlob => MqttContract.Blob,
            _ => MqttContract.Json,
        };
        if (message.ContentType is { Length: > 0 } found && found != type)
        {
            throw new MessageFormatException("content type", $"{type} expected");
        }

        return message.Payload.Length <= MqttContract.MaxPayloadBytes
            ? topic
            : throw new MessageFormatException("payload", $"{message.Payload.Length} bytes, at most {MqttContract.MaxPayloadBytes} expected");
    }

    private void OnAck(AckMessage ack)
    {
        if (parts.Rejoin.Take(ack))
        {
            parts.Wake.Set();
            return;
        }

        var outcome = parts.Outbox.Apply(ack);
        if (outcome.Stale)
        {
            throw new MessageFormatException("epoch", "an epoch of this journal expected");
        }

        foreach (var rejected in outcome.Rejected)
        {
            parts.Reject(rejected.Sequence, rejected.Reason, "gateway");
        }

        if (ack.Epoch == parts.Epoch && ack.Highest > parts.Board.OwnHighest && parts.Board.KnowsAll)
        {
            parts.Log.GatewayAhead(ack.Highest, parts.Board.OwnHighest);
            parts.Board.Failed($"the gateway has facts up to {ack.Highest} of this epoch, the journal ends at {parts.Board.OwnHighest}");
        }

        parts.Meter.Acked.Add(outcome.Stored);
        var withheld = parts.Selection.Withheld(EpochText.Read(ack.Epoch), ack.Holes);
        parts.Withhold(ack.Epoch, withheld);
        parts.Board.Acked(Count(ack.Holes) - Count(withheld));
    }

    private static long Count(IReadOnlyList<SequenceRange> ranges) => ranges.Sum(r => (long)(r.Last - r.First + 1));

    private void OnBlob(DeviceTopic topic, ReadOnlyMemory<byte> payload, TimeSpan now)
    {
        parts.Meter.BlobBytesReceived.Add(payload.Length);
        var message = BlobCodec.Read(payload);
        parts.Blobs?.Hear(topic.RequestId, message, now);
    }

    /// <summary>The machine acknowledges this message, once its facts are in the journal.</summary>
    private async Task OnChangesAsync(IncomingMessage message, TimeSpan now, CancellationToken cancellationToken)
    {
        var facts = ChangesCodec.Read(message.Payload.Span);
        var place = ReadPlace(message);
        if (place is { } gap && parts.Seen.IsGap(gap.Stream, gap.After, now, parts.Options.AckTimeout))
        {
            parts.Log.StreamGap(gap.After);
            parts.TellPresence();
        }

        var step = place is { } leads ? parts.Seen.Arrived(leads.Stream, leads.After, leads.To, message.Properties.GetValueOrDefault(MqttContract.AllProperty)) : null;
        try
        {
            await inputs.WriteAsync(new FactsArrived(facts, AcceptAsync), cancellationToken);
        }
        catch (OperationCanceledException) when (step is not null)
        {
            parts.Seen.Withdraw(step);
            throw;
        }

        Task AcceptAsync(CancellationToken ct)
        {
            foreach (var own in facts.Where(f => f.Id.Device == parts.Device))
            {
                parts.Outbox.Returned(own.Id);
            }

            if (step is not null && parts.Seen.Accept(step))
            {
                parts.Moved.Set();
                parts.Wake.Set();
            }

            return message.AcknowledgeAsync(ct);
        }
    }

    private static (string Stream, long After, long To)? ReadPlace(IncomingMessage message)
    {
        if (!message.Properties.TryGetValue(MqttContract.StreamProperty, out var stream))
        {
            return null;
        }

        return stream.Length is >= 1 and <= MostStreamCharacters
            && message.Properties.TryGetValue(MqttContract.AfterProperty, out var afterText) && long.TryParse(afterText, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            && message.Properties.TryGetValue(MqttContract.ToProperty, out var toText) && long.TryParse(toText, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && after <= to
            ? (stream, after, to)
            : throw new MessageFormatException("stream", $"a name of 1 to {MostStreamCharacters} characters and two positions in order expected");
    }

    private async Task OnReplyAsync(DeviceTopic topic, ReplyMessage part, TimeSpan now, CancellationToken cancellationToken)
    {
        if (part.Sequence < 0)
        {
            throw new MessageFormatException("sequence", $"{part.Sequence} is below 0");
        }

        if (!QuestionId.TryParse(parts.Device, topic.RequestId, out var question))
        {
            throw new MessageFormatException("topic", "the id of a question expected");
        }

        parts.Desk.Receive(question, part, now);
        await PassOnAsync(question, cancellationToken);
    }

    private async Task OnDesiredAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (payload.Length == 0)
        {
            // An empty retained message is how MQTT takes one back.
            return;
        }

        var version = ReadVersion(payload);
        if (version > _desired)
        {
            await inputs.WriteAsync(new DesiredArrived(version, payload), cancellationToken);
            _desired = version;
        }
    }

    private static long ReadVersion(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number)
                ? number
                : throw new MessageFormatException("version", "an object with a whole number expected");
        }
        catch (JsonException e)
        {
            throw new MessageFormatException("payload", "JSON expected", e);
        }
    }

    private void Count(string reason)
    {
        parts.Meter.BadMessages.Add(1, new KeyValuePair<string, object?>("reason", reason));
        parts.Board.BadMessage();
    }
}
