using Device.Core.Notebook;

namespace Device.Messages;

/// <summary>A topic of the contract: <c>spark/v1/{tenant}/{device}/…</c>. At most seven slashes.</summary>
/// <param name="Device">Whose topic.</param>
/// <param name="Kind">What for.</param>
/// <param name="RequestId">The request of <see cref="TopicKind.UpRequest"/> and <see cref="TopicKind.DownReply"/>, the content's SHA-256 of <see cref="TopicKind.UpBlob"/> and <see cref="TopicKind.DownBlob"/>; else empty.</param>
public readonly record struct DeviceTopic(DeviceId Device, TopicKind Kind, string RequestId = "")
{
    /// <summary>What every topic starts with.</summary>
    public const string Prefix = "spark/v1/";

    /// <summary>The topic as text.</summary>
    /// <returns>The topic's name.</returns>
    public override string ToString() => $"{Prefix}{Device}/{Tail(Kind)}{(RequestId.Length > 0 ? "/" + RequestId : "")}";

    /// <summary>The filter for everything that is sent to a machine.</summary>
    /// <param name="device">The machine.</param>
    /// <returns>A topic filter.</returns>
    public static string DownFilter(DeviceId device) => $"{Prefix}{device}/down/#";

    /// <summary>The filter for everything that machines send.</summary>
    public const string UpFilter = Prefix + "+/+/up/#";

    /// <summary>Reads a topic.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="parsed">The topic, when it is one of the contract.</param>
    /// <returns>Whether it is.</returns>
    public static bool TryParse(string topic, out DeviceTopic parsed)
    {
        parsed = default;
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = topic[Prefix.Length..].Split('/');
        if (parts.Length is < 4 or > 5 || !DeviceId.TryParse($"{parts[0]}/{parts[1]}", out var device))
        {
            return false;
        }

        foreach (var kind in Enum.GetValues<TopicKind>())
        {
            var isBlob = kind is TopicKind.UpBlob or TopicKind.DownBlob;
            var hasId = isBlob || kind is TopicKind.UpRequest or TopicKind.DownReply;
            if (Tail(kind) == $"{parts[2]}/{parts[3]}" && hasId == (parts.Length == 5))
            {
                if (hasId && !(isBlob ? IsBlobId(parts[4]) : IsRequestId(parts[4])))
                {
                    return false;
                }

                parsed = new DeviceTopic(device, kind, hasId ? parts[4] : "");
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a request's id is valid: 1 to 64 of a-z, 0-9 and '-'.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Whether it is valid.</returns>
    public static bool IsRequestId(string id) =>
        id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Whether a blob's id is valid: 64 of 0-9 and a-f.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Whether it is valid.</returns>
    public static bool IsBlobId(string id) => id.Length == 64 && id.All(char.IsAsciiHexDigitLower);

    private static string Tail(TopicKind kind) => kind switch
    {
        TopicKind.UpChanges => "up/changes",
        TopicKind.DownChanges => "down/changes",
        TopicKind.DownAck => "down/ack",
        TopicKind.UpRequest => "up/request",
        TopicKind.DownReply => "down/reply",
        TopicKind.UpPresence => "up/presence",
        TopicKind.UpReported => "up/reported",
        TopicKind.DownDesired => "down/desired",
        TopicKind.UpProgress => "up/progress",
        TopicKind.DownHorizon => "down/horizon",
        TopicKind.UpBlob => "up/blob",
        TopicKind.DownBlob => "down/blob",
        TopicKind.UpWithheld => "up/withheld",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
