using System.Data.Common;
using System.Text;
using Device.Core.Notebook;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>The statements over desired settings; each call is inside a transaction that the caller commits.</summary>
internal static class DesiredTable
{
    /// <summary>Changes settings under the next version; an empty value takes a setting back.</summary>
    public static async Task<DesiredMessage> ChangeAsync(
        SqlSession session, DeviceId device, IReadOnlyDictionary<string, string> changes, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO desired (device, version, body) VALUES (@device, 0, @body) ON CONFLICT DO NOTHING",
            cancellationToken,
            ("device", device.Value),
            ("body", Text(new DesiredMessage(0, new Dictionary<string, string>()))));
        var before = (await session.RowsAsync(
            $"SELECT device, body FROM desired WHERE device = @device{session.Dialect.ForUpdate}", Row, cancellationToken, ("device", device.Value)))[0].Desired;
        SortedDictionary<string, string> settings = new(before.Settings.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
            if (value.Length == 0)
            {
                settings.Remove(name);
            }
        }

        DesiredMessage after = new(before.Version + 1, settings);
        await session.ExecuteAsync(
            "UPDATE desired SET version = @version, body = @body WHERE device = @device",
            cancellationToken,
            ("device", device.Value),
            ("version", after.Version),
            ("body", Text(MessageJson.Read<DesiredMessage>(MessageJson.Write(after)))));
        return after;
    }

    public static async Task<DesiredMessage?> FindAsync(SqlSession session, DeviceId device, CancellationToken cancellationToken) =>
        (await session.RowsAsync("SELECT device, body FROM desired WHERE device = @device", Row, cancellationToken, ("device", device.Value)))
            .Select(row => row.Desired).SingleOrDefault();

    public static async Task<IReadOnlyList<(DeviceId Device, DesiredMessage Desired)>> UntoldAsync(SqlSession session, int most, CancellationToken cancellationToken) =>
        await session.RowsAsync(
            "SELECT device, body FROM desired WHERE told < version ORDER BY device LIMIT @most", Row, cancellationToken, ("most", (long)most));

    public static Task<int> ToldAsync(SqlSession session, DeviceId device, long version, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE desired SET told = @version WHERE device = @device AND told < @version",
        cancellationToken,
        ("device", device.Value),
        ("version", version));

    private static (DeviceId Device, DesiredMessage Desired) Row(DbDataReader row) =>
        (DeviceId.Parse(row.GetString(0)), MessageJson.Read<DesiredMessage>(Encoding.UTF8.GetBytes(row.GetString(1))));

    private static string Text(DesiredMessage message) => Encoding.UTF8.GetString(MessageJson.Write(message));
}
