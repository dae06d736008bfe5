using Microsoft.Extensions.Logging;

namespace Device.Sync;

/// <summary>What sync logs. None of it holds the user's words.</summary>
internal static partial class SyncLog
{
    [LoggerMessage(1, LogLevel.Information, "Online at {Broker}; session {Session}, {Window} messages in flight, {Bytes} bytes a payload")]
    public static partial void Online(this ILogger log, string broker, string session, int window, int bytes);

    [LoggerMessage(2, LogLevel.Warning, "Offline: {Reason}; next attempt in {Seconds:0.0} s")]
    public static partial void Offline(this ILogger log, string reason, double seconds);

    [LoggerMessage(3, LogLevel.Information, "Sync stopped; {Pending} facts pending")]
    public static partial void Stopped(this ILogger log, long pending);

    [LoggerMessage(4, LogLevel.Warning, "Fact {Sequence} will not be stored by the gateway: {Reason}")]
    public static partial void FactRejected(this ILogger log, ulong sequence, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Message set aside ({Kind}, {Bytes} bytes): {Reason}")]
    public static partial void MessageRejected(this ILogger log, string kind, int bytes, string reason);

    [LoggerMessage(6, LogLevel.Error, "Message set aside ({Kind}, {Bytes} bytes): it could not be handled")]
    public static partial void MessageFailed(this ILogger log, Exception exception, string kind, int bytes);

    [LoggerMessage(7, LogLevel.Error, "The gateway has facts up to {Highest} of this epoch, the journal ends at {Own}: was the data folder copied, or restored without a new epoch?")]
    public static partial void GatewayAhead(this ILogger log, ulong highest, ulong own);

    [LoggerMessage(8, LogLevel.Warning, "The broker did not take a message for {Kind}: {Reason}")]
    public static partial void PublishRefused(this ILogger log, string kind, string reason);

    [LoggerMessage(9, LogLevel.Warning, "The sync cursor was not written; the old one stays")]
    public static partial void CursorNotSaved(this ILogger log, Exception exception);

    [LoggerMessage(10, LogLevel.Warning, "The sync cursor is not one of this version; everything is sent again: {Reason}")]
    public static partial void CursorUnknown(this ILogger log, string reason);

    [LoggerMessage(11, LogLevel.Warning, "The sync cursor does not fit the journal (own fact {Found} follows {Acked}); the journal is read from its beginning")]
    public static partial void CursorMisplaced(this ILogger log, ulong found, ulong acked);

    [LoggerMessage(13, LogLevel.Information, "Facts of other machines before position {After} are missing; the gateway is told what was seen")]
    public static partial void StreamGap(this ILogger log, long after);

    [LoggerMessage(14, LogLevel.Warning, "The sync cursor is ahead of the journal (position {Cursor}, journal {Journal}): the journal was restored or replaced; everything is sent again")]
    public static partial void CursorAhead(this ILogger log, long cursor, long journal);

    [LoggerMessage(15, LogLevel.Warning, "The journal has lost positions {Holes}; everything of the account is asked for again")]
    public static partial void AsksForHoles(this ILogger log, string holes);

    [LoggerMessage(16, LogLevel.Warning, "This machine was expelled from its account after a long silence; what is not stored of {Epochs} epochs is written again")]
    public static partial void Rejoins(this ILogger log, int epochs);

    [LoggerMessage(17, LogLevel.Warning, "The rejoin order is not one of this version; the gateway is asked again: {Reason}")]
    public static partial void RejoinUnknown(this ILogger log, string reason);

    [LoggerMessage(18, LogLevel.Warning, "Blob {Blob} could not be kept and is fetched again later: {Reason}")]
    public static partial void BlobNotKept(this ILogger log, string blob, string reason);

    [LoggerMessage(19, LogLevel.Warning, "Blob {Blob} could not be read to be sent: {Reason}")]
    public static partial void BlobNotRead(this ILogger log, string blob, string reason);

    [LoggerMessage(20, LogLevel.Warning, "The gateway did not take blob {Blob}, which is tried again later: {Reason}")]
    public static partial void BlobNotTaken(this ILogger log, string blob, string reason);

    [LoggerMessage(21, LogLevel.Warning, "What was fetched as blob {Blob} is not what the name says; it is fetched again")]
    public static partial void BlobWrong(this ILogger log, string blob);

    [LoggerMessage(22, LogLevel.Information, "The link costs money: {Metered}")]
    public static partial void Metered(this ILogger log, bool metered);

    [LoggerMessage(12, LogLevel.Warning, "{Facts} facts wait: the broker takes payloads of {Bytes} bytes at most")]
    public static partial void FactsOversized(this ILogger log, int facts, int bytes);
}
