using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spark.Gateway.Chat;
using Spark.StandIn;

namespace Spark.Gateway.Tests.Support;

/// <summary>Options and backends that talk to a stand-in.</summary>
internal static class SparkSetup
{
    public const string Password = "a-password-that-must-not-be-logged";

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<StandInApp> StandInAsync() => StandInApp.StartAsync(
        new StandInOptions { ApiPassword = Password, PartDelayMs = 0 }, TimeProvider.System, Cancel);

    public static SparkOptions Options(SparkTransport transport, StandInApp? standIn = null)
    {
        SparkOptions options = new()
        {
            Transport = transport,
            ApiPassword = Password,
            AppId = "standin",
            ApiKey = "standin-key",
            ApiSecret = "standin-secret",
            BackOffMs = 10,
            BackOffLimitMs = 20,
        };
        if (standIn is not null)
        {
            options.HttpAddress = standIn.HttpAddress;
            options.WebSocketAddress = standIn.WebSocketAddress;
        }

        return options;
    }

    public static ISparkBackend Backend(SparkOptions options, TimeProvider? time = null) => options.Transport == SparkTransport.Http
        ? new SparkHttpBackend(new OptionsWrapper<SparkOptions>(options), time ?? TimeProvider.System)
        : new SparkWebSocketBackend(new OptionsWrapper<SparkOptions>(options), time ?? TimeProvider.System);

    public static ISparkBackend Retrying(ISparkBackend inner, SparkOptions options, TimeProvider? time = null) => new RetryingSparkBackend(
        inner, new OptionsWrapper<SparkOptions>(options), time ?? TimeProvider.System, new Random(1), NullLogger<RetryingSparkBackend>.Instance);

    public static SparkQuestion Question(string text, string? model = null) =>
        new() { Messages = [new SparkMessage(SparkRole.User, text)], Model = model };

    public static async Task<List<SparkPart>> AllAsync(this ISparkBackend backend, SparkQuestion question)
    {
        List<SparkPart> parts = [];
        await foreach (var part in backend.AskAsync(question, Cancel))
        {
            parts.Add(part);
        }

        return parts;
    }

    public static async Task<SparkError> ErrorAsync(this ISparkBackend backend, SparkQuestion question) =>
        (await Assert.ThrowsAsync<SparkException>(() => backend.AllAsync(question))).Error;

    public static string Text(this IEnumerable<SparkPart> parts, SparkPartKind kind) =>
        string.Concat(parts.Where(part => part.Kind == kind).Select(part => part.Text));
}
