using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Spark.Gateway.Chat;
using Spark.Gateway.Tests.Support;
using Spark.StandIn;
using Spark.StandIn.Answers;

namespace Spark.Gateway.Tests.StandIn;

public sealed class StandInTests
{
    [Theory]
    [InlineData("1+1", "1 + 1 = 2")]
    [InlineData("请问 12 × 3 等于多少?", "12 × 3 = 36")]
    [InlineData("一百减一? 100减1", "100 - 1 = 99")]
    [InlineData("(2+3)*4=?", "(2 + 3) × 4 = 20")]
    [InlineData("-3 + 5", "-3 + 5 = 2")]
    [InlineData("7 divided by 2", "7 ÷ 2 = 3.5")]
    [InlineData("0.1+0.2", "0.1 + 0.2 = 0.3")]
    [InlineData("12 + 30 = ", "12 + 30 = 42")]
    [InlineData("3÷0", null)]
    [InlineData("2025-09-04", null)]
    [InlineData("no sum here", null)]
    [InlineData("", null)]
    [InlineData("((((((((((((((((((1+1))))))))))))))))))", null)]
    public void Simple_sums_are_worked_out(string question, string? expected) => Assert.Equal(expected, SimpleSum.Solve(question));

    [Fact]
    public void Any_text_gets_an_answer_that_says_what_it_is() => Gen.Select(Gen.String, Gen.Bool, Gen.Int[1, 20]).Sample((text, deep, length) =>
    {
        var answer = StandInAnswer.For([new ChatTurnMessage("user", text)], deep, length);
        Assert.Equal(deep, answer.Reasoning.Count > 0);
        Assert.Matches("替身|stand-in|замена|代役", string.Concat(answer.Text));
    });

    [Theory]
    [InlineData("zh", "离线替身")]
    [InlineData("en", "offline stand-in")]
    [InlineData("ja", "オフライン代役")]
    [InlineData("fr", "doublure hors ligne")]
    [InlineData("es", "suplente sin conexión")]
    [InlineData("ru", "автономная замена")]
    public void Answers_come_in_the_language_asked_for(string language, string label)
    {
        var answer = StandInAnswer.For([new ChatTurnMessage("system", $"Answer in X ({language})."), new ChatTurnMessage("user", "?")], false, 8);
        Assert.Contains(label, string.Concat(answer.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_replies_are_served_when_no_stream_is_asked_for()
    {
        await using var standIn = await SparkSetup.StandInAsync();
        using HttpClient client = new() { BaseAddress = standIn.HttpAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SparkSetup.Password);
        using var response = await client.PostAsJsonAsync(
            "/v2/chat/completions", new { model = "x1", messages = new[] { new { role = "user", content = "1+1" } } }, SparkSetup.Cancel);
        var reply = JsonNode.Parse(await response.Content.ReadAsStringAsync(SparkSetup.Cancel))!;
        Assert.Equal(0, (int)reply["code"]!);
        Assert.Contains("1 + 1 = 2", (string)reply["choices"]![0]!["message"]!["content"]!, StringComparison.Ordinal);
        Assert.NotEmpty((string)reply["choices"]![0]!["message"]!["reasoning_content"]!);
        Assert.True((int)reply["usage"]!["total_tokens"]! > 0);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"model\":\"lite\",\"messages\":[null]}")]
    [InlineData("{\"messages\":[]}")]
    public async Task Bad_requests_get_a_code_in_a_good_status(string body)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        using HttpClient client = new() { BaseAddress = standIn.HttpAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SparkSetup.Password);
        using StringContent content = new(body);
        using var response = await client.PostAsync("/v1/chat/completions", content, SparkSetup.Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(SparkSetup.Cancel));
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(-299, true)]
    [InlineData(302, false)]
    [InlineData(-302, false)]
    public async Task Signed_addresses_live_five_minutes(int secondsOff, bool isGood)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow().AddSeconds(secondsOff));
        var backend = SparkSetup.Backend(SparkSetup.Options(SparkTransport.WebSocket, standIn), clock);
        if (isGood)
        {
            Assert.NotEmpty(await backend.AllAsync(SparkSetup.Question("?")));
        }
        else
        {
            Assert.Equal((SparkErrorKind.NotAuthorised, 403), ((await backend.ErrorAsync(SparkSetup.Question("?"))) is { } e ? (e.Kind, e.Code) : default));
        }
    }

    [Fact]
    public async Task Unsigned_addresses_are_refused()
    {
        await using var standIn = await SparkSetup.StandInAsync();
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri(standIn.WebSocketAddress, "/v4.0/chat"), SparkSetup.Cancel));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Options_out_of_range_are_all_named()
    {
        StandInOptions options = new() { Port = -1, PartLength = 0 };
        var error = await Assert.ThrowsAsync<System.ComponentModel.DataAnnotations.ValidationException>(
            () => StandInApp.StartAsync(options, TimeProvider.System, SparkSetup.Cancel));
        Assert.Contains("Port", error.Message, StringComparison.Ordinal);
        Assert.Contains("PartLength", error.Message, StringComparison.Ordinal);
    }
}
