using System.Globalization;
using Spectre.Console;

namespace Device.Cli.Sync;

/// <summary>How sync stands, for a person.</summary>
internal static class SyncTable
{
    internal static Table Of(SyncLine line)
    {
        var table = new Table().HideHeaders().AddColumns("what", "found");
        table.AddRow("deviced", line.Running ? "runs" : "does not run: this is what its files tell");
        if (line.Running)
        {
            table.AddRow("connection", Markup.Escape(line.Broker.Length > 0 ? $"{line.State}, broker {line.Broker}" : "sync is switched off (Sync:Enabled)"));
            table.AddRow("network", $"{(line.Metered ? "costs money: large blobs wait" : "costs nothing")} ({line.MeteredMode})");
        }

        table.AddRow("facts pending", Number(line.Pending));
        table.AddRow("kept here", $"{Number(line.Held)} of notes that are switched off");
        if (line.Running)
        {
            table.AddRow("holes", Number(line.Holes));
            table.AddRow("questions open", Number(line.Questions));
        }

        table.AddRow("acknowledged", line.AckedAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"up to {line.Acked}, last at {at:yyyy-MM-dd HH:mm:ss} UTC")
            : string.Create(CultureInfo.InvariantCulture, $"up to {line.Acked}"));
        if (line.Blobs is { } blobs)
        {
            table.AddRow("blobs to send", Number(blobs.ToSend) + Progress(blobs.Sending));
            table.AddRow("blobs to fetch", Number(blobs.ToFetch) + Progress(blobs.Fetching));
            table.AddRow("bytes left", $"{Number(blobs.BytesLeft)}{(blobs.Waiting > 0 ? $" ({blobs.Waiting} blobs wait for a network that costs nothing)" : "")}");
        }

        foreach (var error in line.Errors.TakeLast(5))
        {
            table.AddRow(string.Create(CultureInfo.InvariantCulture, $"error {error.At:HH:mm:ss}"), Markup.Escape(error.Reason));
        }

        return table;
    }

    /// <summary>The state in one line.</summary>
    internal static string Short(SyncLine line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line.State}, {line.Pending} facts and {(line.Blobs?.ToSend ?? 0) + (line.Blobs?.ToFetch ?? 0)} blobs pending{Progress(line.Blobs?.Sending)}{Progress(line.Blobs?.Fetching)}");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Progress(TransferLine? transfer) => transfer is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {transfer.Id[..8]} {(transfer.Bytes == 0 ? 100 : transfer.Done * 100 / transfer.Bytes)} % of {transfer.Bytes:N0} bytes");
}
