using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Options;
using Spark.Gateway.Chat;
using Spark.Gateway.Chat.Wire;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Chat;

public sealed class GoldenWireTests
{
    private static readonly SparkQuestion Poem = new()
    {
        Messages =
        [
            new SparkMessage(SparkRole.System, "Answer in Chinese (zh-CN)."),
            new SparkMessage(SparkRole.User, "床前明月光的下一句是什么?"),
        ],
        Temperature = 0.5,
        MaxTokens = 1024,
        User = "0123456789abcdef0123456789abcdef",
    };

    private static SparkHttpBackend Canned(byte[] body, int chunk = int.MaxValue, HttpStatusCode status = HttpStatusCode.OK) => new(
        new OptionsWrapper<SparkOptions>(SparkSetup.Options(SparkTransport.Http)), TimeProvider.System, new CannedReplies(body, chunk, status));

    private static SparkHttpBackend Golden(string name, int chunk = int.MaxValue) =>
        Canned(Encoding.UTF8.GetBytes(Support.Golden.Text(name)), chunk);

    [Fact]
    public void Http_question_is_written_as_recorded() => Support.Golden.SameJson("http-question.json", JsonSerializer.SerializeToUtf8Bytes(
        SparkHttpBackend.Question(Poem, "4.0Ultra", isDeep: false), SparkWire.Json.HttpQuestion));

    [Fact]
    public void Deep_http_question_is_written_as_recorded()
    {
        var question = SparkSetup.Question("9.11 与 9.8 哪个大?") with { Thinking = SparkThinking.Enabled };
        Support.Golden.SameJson("http-deep-question.json", JsonSerializer.SerializeToUtf8Bytes(
            SparkHttpBackend.Question(question, "x1", isDeep: true), SparkWire.Json.HttpQuestion));
    }

    [Fact]
    public void Socket_question_is_written_as_recorded() => Support.Golden.SameJson("socket-question.json", JsonSerializer.SerializeToUtf8Bytes(
        SparkWebSocketBackend.Question(Poem, "4.0Ultra", "standin"), SparkWire.Json.SocketQuestion));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Http_stream_is_read_as_recorded(int chunk)
    {
        using var backend = Golden("http-stream.sse", chunk);
        var parts = await backend.AllAsync(Poem);
        Assert.Equal(
            [
                new SparkPart(SparkPartKind.Answer, "疑是"),
                new SparkPart(SparkPartKind.Answer, "地上霜。"),
                new SparkPart(SparkPartKind.End, "", new SparkUsage(12, 6, 18), "cha000b0001@dx1"),
            ],
            parts);
    }

    [Fact]
    public async Task Deep_http_stream_keeps_thinking_apart()
    {
        using var backend = Golden("http-deep-stream.sse");
        var parts = await backend.AllAsync(SparkSetup.Question("?", "x1"));
        Assert.Equal("先比整数部分,再比小数部分。", parts.Text(SparkPartKind.Reasoning));
        Assert.Equal("9.8 大。", parts.Text(SparkPartKind.Answer));
        Assert.Equal(new SparkUsage(10, 20, 30), parts[^1].Usage);
    }

    [Theory]
    [InlineData("http-error-code.json", SparkErrorKind.ContentReview, 10013, "input content is refused by review")]
    [InlineData("http-error-object.json", SparkErrorKind.Busy, 11203, "the concurrency limit is reached")]
    public async Task Errors_in_a_good_status_are_errors(string name, SparkErrorKind kind, int code, string message)
    {
        using var backend = Golden(name);
        var error = await backend.ErrorAsync(Poem);
        Assert.Equal((kind, code, message), (error.Kind, error.Code, error.Message));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, SparkErrorKind.NotAuthorised)]
    [InlineData(HttpStatusCode.TooManyRequests, SparkErrorKind.Busy)]
    [InlineData(HttpStatusCode.BadGateway, SparkErrorKind.Busy)]
    [InlineData(HttpStatusCode.NotFound, SparkErrorKind.Refused)]
    [InlineData(HttpStatusCode.Found, SparkErrorKind.Refused)]
    public async Task A_status_without_our_json_is_an_error_too(HttpStatusCode status, SparkErrorKind kind)
    {
        using var backend = Canned("<html>"u8.ToArray(), status: status);
        var error = await backend.ErrorAsync(Poem);
        Assert.Equal((kind, (int)status), (error.Kind, error.Code));
    }

    [Fact]
    public void Socket_frames_are_read_as_recorded()
    {
        var frames = Support.Golden.Text("socket-frames.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => SparkWire.Read(Encoding.UTF8.GetBytes(line), SparkWire.Json.SocketFrame)).ToList();
        SocketFrames reader = new(SparkSetup.Options(SparkTransport.WebSocket).ReplyCharacters);
        List<SparkPart> parts = [.. frames.SelectMany(reader.Take)];
        Assert.Equal(
            [
                new SparkPart(SparkPartKind.Reasoning, "想一想。"),
                new SparkPart(SparkPartKind.Answer, "疑是"),
                new SparkPart(SparkPartKind.Answer, "地上霜。"),
                new SparkPart(SparkPartKind.End, "", new SparkUsage(12, 6, 18), "cht000cb087@dx1"),
            ],
            parts);
    }

    [Fact]
    public void Socket_error_is_read_as_recorded()
    {
        var frame = SparkWire.Read(Encoding.UTF8.GetBytes(Support.Golden.Text("socket-error.json")), SparkWire.Json.SocketFrame);
        var error = Assert.Throws<SparkException>(() => new SocketFrames(1024).Take(frame).ToList()).Error;
        Assert.Equal((SparkErrorKind.Busy, 10110, "the service is busy", true), (error.Kind, error.Code, error.Message, error.IsRetryable));
    }

    [Fact]
    public void Address_is_signed_as_by_an_independent_implementation()
    {
        SparkOptions options = new() { Transport = SparkTransport.WebSocket, AppId = "x", ApiKey = "keykeykey", ApiSecret = "secretsecretsecret" };
        var signed = SignedAddress.Sign(
            new Uri("wss://spark-api.xf-yun.com/v3.5/chat"), SparkKeys.Read(options), new DateTimeOffset(2023, 5, 5, 10, 43, 39, TimeSpan.Zero));
        Assert.Equal(Support.Golden.Text("signed-address.txt").Trim(), signed.AbsoluteUri);
    }

    [Fact]
    public async Task Random_replies_never_crash()
    {
        var name = Gen.OneOf("code", "message", "sid", "choices", "delta", "content", "reasoning_content", "usage", "error", "header", "payload", "text");
        var leaf = Gen.OneOf(
            Gen.Int.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Gen.OneOf("null", "true", "\"\"", "\"x\"", "1e400", "0", "[]", "{}", "\"\\ud800\"", "[[[1]]]"));
        var json = Gen.Recursive<string>((depth, self) => depth > 4 ? leaf : Gen.OneOf(
            leaf,
            self.Array[0, 3].Select(each => $"[{string.Join(',', each)}]"),
            Gen.Select(name, self).Array[0, 4].Select(each => "{" + string.Join(',', each.Select(pair => $"\"{pair.Item1}\":{pair.Item2}")) + "}")));
        await Gen.Select(json, Gen.Bool, Gen.Int[1, 50]).SampleAsync(async (text, isEvent, chunk) =>
        {
            using var backend = Canned(Encoding.UTF8.GetBytes(isEvent ? $"data: {text}\n\n" : text), chunk);
            try
            {
                var parts = await backend.AllAsync(Poem);
                Assert.Equal(SparkPartKind.End, parts[^1].Kind);
            }
            catch (SparkException)
            {
            }
        });
    }
}
