using Device.Core.Notebook;

namespace Device.Messages;

/// <summary>What the types of the message records do not say: lengths, counts and orders. Texts fit into the facts they become.</summary>
internal static class MessageRules
{
    private const string NoEpoch = "0000000000000000";

    /// <summary>The first rule that a message breaks, or null.</summary>
    public static (string Field, string Problem)? Broken(object message) => message switch
    {
        AckMessage ack => Ack(ack),
        RequestMessage request => Text("text", request.Text, FactLimits.TextLength)
            ?? Text("context", request.Context, FactLimits.TextLength)
            ?? Text("language", request.Language, RequestMessage.MaxLanguageLength)
            ?? Text("model", request.Model, FactLimits.ModelLength),
        ReplyMessage reply => Reply(reply),
        PresenceMessage presence => Presence(presence),
        ReportedMessage reported => Text("version", reported.Version, FactLimits.ModelLength)
            ?? Text("board", reported.Board, FactLimits.ModelLength)
            ?? Count("models", reported.Models.Count, ReportedMessage.MaxModels)
            ?? reported.Models.Select((model, i) => Text($"models[{i}]", model, FactLimits.ModelLength)).FirstOrDefault(broken => broken is not null)
            ?? Rejections(reported.Rejected),
        DesiredMessage desired => Desired(desired),
        WithheldMessage withheld => Epoch(withheld.Epoch)
            ?? (withheld.Ranges.Count == 0 ? ("ranges", "1 or more expected") : Ranges("ranges", withheld.Ranges, 0, ulong.MaxValue, WithheldMessage.MaxRanges)),
        _ => null,
    };

    private static (string Field, string Problem)? Desired(DesiredMessage desired) =>
        NotBelow0("version", desired.Version)
            ?? Count("settings", desired.Settings.Count, DesiredMessage.MaxSettings)
            ?? desired.Settings.Select(s => Text("settings", s.Key, DesiredMessage.MaxNameLength) ?? Text($"settings.{s.Key}", s.Value, DesiredMessage.MaxValueLength))
                .FirstOrDefault(broken => broken is not null);

    private static (string Field, string Problem)? Rejections(IReadOnlyList<RejectedSetting>? rejected) => rejected is null
        ? null
        : Count("rejected", rejected.Count, DesiredMessage.MaxSettings)
            ?? rejected.Select((r, i) => Text($"rejected[{i}].name", r.Name, DesiredMessage.MaxNameLength)
                ?? Text($"rejected[{i}].reason", r.Reason, RejectedFact.MaxReasonLength)).FirstOrDefault(broken => broken is not null);

    private static (string Field, string Problem)? Ack(AckMessage ack)
    {
        if (Epoch(ack.Epoch) is { } epoch)
        {
            return epoch;
        }

        if (ack.Highest < ack.Contiguous)
        {
            return ("highest", $"{ack.Highest} is below contiguous {ack.Contiguous}");
        }

        if (ack.Closed is { } closed && (Text("closed.stream", closed.Stream, PresenceMessage.MaxStreamLength) ?? NotBelow0("closed.head", closed.Head)) is { } broken)
        {
            return broken;
        }

        return Ranges("holes", ack.Holes, ack.Contiguous, ack.Highest, AckMessage.MaxHoles)
            ?? (ack.Stored is { } stored ? Ranges("stored", stored, 0, ulong.MaxValue, AckMessage.MaxStored) : null)
            ?? Count("rejected", ack.Rejected.Count, AckMessage.MaxHoles)
            ?? ack.Rejected.Select((r, i) => Text($"rejected[{i}].reason", r.Reason, RejectedFact.MaxReasonLength)).FirstOrDefault(broken => broken is not null);
    }

    private static (string Field, string Problem)? Ranges(string field, IReadOnlyList<SequenceRange> ranges, ulong below, ulong most, int count)
    {
        for (var i = 0; i < Math.Min(ranges.Count, count); i++)
        {
            var range = ranges[i];
            if (range.First <= below || range.Last < range.First || range.Last > most)
            {
                return ($"{field}[{i}]", $"{range.First} to {range.Last} does not lie in order between {below} and {most}");
            }

            below = range.Last;
        }

        return Count(field, ranges.Count, count);
    }

    private static (string Field, string Problem)? Reply(ReplyMessage reply) =>
        NotBelow0("sequence", reply.Sequence)
            ?? Text("answer", reply.Answer, FactLimits.TextLength)
            ?? Text("reasoning", reply.Reasoning, FactLimits.TextLength)
            ?? Text("error", reply.Error, FactLimits.TextLength);

    private static (string Field, string Problem)? Presence(PresenceMessage presence) =>
        Text("stream", presence.Stream ?? "", PresenceMessage.MaxStreamLength)
            ?? NotBelow0("seen", presence.Seen)
            ?? Epoch(presence.Epoch ?? NoEpoch);

    private static (string Field, string Problem)? Epoch(string epoch) =>
        epoch.Length == NoEpoch.Length && epoch.All(char.IsAsciiHexDigitLower) ? null : ("epoch", "16 digits of 0-9 and a-f expected");

    private static (string Field, string Problem)? NotBelow0(string field, long number) =>
        number < 0 ? (field, $"{number} is below 0") : null;

    private static (string Field, string Problem)? Text(string field, string? text, int most) => text switch
    {
        null => (field, "null, a string expected"),
        { Length: var length } when length > most => (field, $"{length} characters, at most {most} expected"),
        _ => null,
    };

    private static (string Field, string Problem)? Count(string field, int count, int most) =>
        count > most ? (field, $"{count} entries, at most {most} expected") : null;
}
