using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;
using Device.Sync.Asking;
using Device.Sync.Links;

namespace Device.Sync.Sending;

/// <summary>What a connection sends next: that the machine is here, its state, questions, facts. One caller at a time.</summary>
internal sealed class SendQueue
{
    private static readonly string AnyBlob = new('0', BlobId.TextLength);

    private readonly SyncParts _parts;
    private readonly int _maxPacket;
    private readonly int _maxBlobBytes;
    private int _oversized;

    /// <summary>Begins a connection.</summary>
    /// <param name="parts">The session.</param>
    /// <param name="limits">What the broker allows.</param>
    public SendQueue(SyncParts parts, LinkLimits limits)
    {
        _parts = parts;
        _maxPacket = limits.MaximumPacketBytes;
        _maxBlobBytes = MaxPayload(TopicKind.UpBlob, AnyBlob, MqttContract.Blob);
        MaxChangesBytes = MaxPayload(TopicKind.UpChanges, "", MqttContract.Facts);
    }

    /// <summary>The largest batch of facts in bytes.</summary>
    public int MaxChangesBytes { get; }

    /// <summary>A message that says that the machine is gone; retained.</summary>
    /// <param name="device">The machine.</param>
    /// <returns>The message.</returns>
    public static OutgoingMessage Gone(DeviceId device) => Presence(device, new PresenceMessage(Online: false));

    /// <summary>Takes the next message.</summary>
    /// <param name="now">The time.</param>
    /// <param name="unaskable">A question that cannot be sent at all and is answered by that; null for none.</param>
    /// <param name="blobs">Whether there is room for a message of a blob; everything else goes before it.</param>
    /// <returns>The message, or null when there is nothing to send now.</returns>
    public OutgoingMessage? Next(TimeSpan now, bool blobs, out FactId? unaskable)
    {
        unaskable = null;
        if (_parts.TakePresence())
        {
            var (stream, seen) = _parts.Seen.Now;
            return Presence(_parts.Device, new PresenceMessage(Online: true, stream, seen, _parts.Seen.WantsAll ? null : _parts.Epoch));
        }

        if (_parts.TakeProgress() is { } progress && Progress(progress) is { } told)
        {
            return told;
        }

        if (_parts.Reported.TryTake(out var reported))
        {
            return new OutgoingMessage(new DeviceTopic(_parts.Device, TopicKind.UpReported), MessageJson.Write(reported), MqttContract.Json, Retain: true);
        }

        if (_parts.TakeWithheld() is { } withheld)
        {
            return new OutgoingMessage(new DeviceTopic(_parts.Device, TopicKind.UpWithheld), MessageJson.Write(withheld), MqttContract.Json, Retain: false);
        }

        if (!_parts.IsSelected)
        {
            // What was written last may forbid to send what was written before.
            return null;
        }

        if (_parts.Desk.TryTake(now, out var id, out var question))
        {
            if (!_parts.Selection.MayAsk(question.Page))
            {
                _parts.Desk.Fail(id, "This note stays on this machine: its switches do not let Spark be asked.");
                unaskable = id;
                return null;
            }

            if (Request(id, question) is { } request)
            {
                _parts.Meter.Asked.Add(1);
                return request;
            }

            _parts.Desk.Fail(id, "The question is too long to be sent.");
            unaskable = id;
            return null;
        }

        // What is not stored of a closed epoch never will be: it is held until it is written again.
        return _parts.Rejoin.IsWaiting ? null : Changes(now) ?? (blobs ? Blob(now) : null);
    }

    /// <summary>When <see cref="Next"/> will have something that it has not now, unless something happens before.</summary>
    /// <returns>The time, or null when it waits for something.</returns>
    public TimeSpan? NextDue()
    {
        if (!_parts.IsSelected)
        {
            return null;
        }

        return _parts.Rejoin.IsWaiting ? _parts.Desk.NextDue() : Sooner(_parts.Blobs?.NextDue(), Sooner(_parts.Outbox.NextDue(), _parts.Desk.NextDue()));
    }

    private static TimeSpan? Sooner(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;

    private OutgoingMessage? Blob(TimeSpan now)
    {
        var message = _parts.Blobs?.Next(now, _maxBlobBytes);
        _parts.Meter.BlobBytesSent.Add(message?.Payload.Length ?? 0);
        return message;
    }

    private static OutgoingMessage Presence(DeviceId device, PresenceMessage message) =>
        new(new DeviceTopic(device, TopicKind.UpPresence), MessageJson.Write(message), MqttContract.Json, Retain: true);

    /// <summary>Null where the broker does not carry it: then nothing is dropped anywhere, and nothing else suffers.</summary>
    private OutgoingMessage? Progress(MachineProgress progress)
    {
        var payload = ProgressCodec.Write(progress);
        return payload.Length <= MaxPayload(TopicKind.UpProgress, "", MqttContract.Progress)
            ? new OutgoingMessage(new DeviceTopic(_parts.Device, TopicKind.UpProgress), payload, MqttContract.Progress, Retain: false)
            : null;
    }

    private OutgoingMessage? Changes(TimeSpan now)
    {
        var batch = _parts.Outbox.Take(now, MaxChangesBytes, _parts.Selection);
        if (batch is null)
        {
            _parts.Room.Set();
            WarnOfOversized();
            return null;
        }

        _parts.Meter.Sent.Add(batch.Facts);
        _parts.Meter.Resent.Add(batch.Resent);
        return new OutgoingMessage(new DeviceTopic(_parts.Device, TopicKind.UpChanges), batch.Payload, MqttContract.Facts, Retain: false);
    }

    private void WarnOfOversized()
    {
        var oversized = MaxChangesBytes < MqttContract.MaxPayloadBytes ? _parts.Outbox.CountLargerThan(MaxChangesBytes) : 0;
        if (oversized > _oversized)
        {
            _parts.Log.FactsOversized(oversized, MaxChangesBytes);
            _parts.Board.Failed($"{oversized} facts wait: payloads of {MaxChangesBytes} bytes at most can be sent");
        }

        _oversized = oversized;
    }

    private OutgoingMessage? Request(FactId id, QuestionAsked question)
    {
        var topic = new DeviceTopic(_parts.Device, TopicKind.UpRequest, QuestionId.Of(id));
        var most = MaxPayload(TopicKind.UpRequest, topic.RequestId, MqttContract.Json);
        var context = question.Context;
        var asking = _parts.Settings;
        while (true)
        {
            var payload = MessageJson.Write(new RequestMessage(question.Text, context, asking.Language ?? _parts.Options.Language, asking.Model ?? _parts.Options.Model));
            if (payload.Length <= most)
            {
                return new OutgoingMessage(topic, payload, MqttContract.Json, Retain: false);
            }

            if (context.Length == 0)
            {
                return null;
            }

            // Half a context is better than no answer.
            var half = context.Length / 2;
            context = context[..(half > 0 && char.IsHighSurrogate(context[half - 1]) ? half - 1 : half)];
        }
    }

    private int MaxPayload(TopicKind kind, string requestId, string contentType) => Math.Min(
        _parts.Options.MaxPayloadBytes,
        _maxPacket - OutgoingMessage.Overhead(new DeviceTopic(_parts.Device, kind, requestId), contentType));
}
