using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Spark.Gateway.Chat;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Chat;

/// <summary>What both real backends do, over loopback sockets, with the stand-in on the other side.</summary>
public sealed class SparkBackendTests
{
    public static TheoryData<SparkTransport> Both => [SparkTransport.Http, SparkTransport.WebSocket];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Question_is_answered_in_parts_with_usage(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        var parts = await SparkSetup.Backend(SparkSetup.Options(transport, standIn)).AllAsync(SparkSetup.Question("请算 12 + 30 等于多少?"));
        var answer = parts.Text(SparkPartKind.Answer);
        Assert.Contains("离线替身", answer, StringComparison.Ordinal);
        Assert.Contains("12 + 30 = 42", answer, StringComparison.Ordinal);
        Assert.True(parts.Count > 3, $"{parts.Count} parts");
        Assert.Empty(parts.Text(SparkPartKind.Reasoning));
        Assert.Equal(SparkPartKind.End, parts[^1].Kind);
        Assert.True(parts[^1].Usage is { PromptTokens: > 0, CompletionTokens: > 0 } usage && usage.TotalTokens == usage.PromptTokens + usage.CompletionTokens);
        Assert.NotEmpty(parts[^1].Sid);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Deep_model_thinks_before_it_answers(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        var parts = await SparkSetup.Backend(SparkSetup.Options(transport, standIn)).AllAsync(SparkSetup.Question("Why is the sky blue?", "x1"));
        var kinds = parts.Select(part => part.Kind).ToList();
        Assert.Equal(kinds.Order(), kinds);
        Assert.Contains("thoughts", parts.Text(SparkPartKind.Reasoning), StringComparison.Ordinal);
        Assert.Contains("offline stand-in", parts.Text(SparkPartKind.Answer), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Every_known_model_is_reached(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        var backend = SparkSetup.Backend(SparkSetup.Options(transport, standIn));
        foreach (var model in new[] { "lite", "generalv3", "pro-128k", "generalv3.5", "max-32k", "4.0Ultra", "x1", "spark-x" })
        {
            Assert.NotEmpty((await backend.AllAsync(SparkSetup.Question("?", model))).Text(SparkPartKind.Answer));
        }

        Assert.True((await backend.ErrorAsync(SparkSetup.Question("?", "no-such-model"))).Kind is SparkErrorKind.NotAuthorised or SparkErrorKind.Refused);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Codes_keep_their_number_and_message(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        var backend = SparkSetup.Backend(SparkSetup.Options(transport, standIn));
        foreach (var code in new[] { 10007, 10010, 10013, 10014, 10019, 10110, 10222, 10907, 11200, 11201, 11202, 11203, 19999 })
        {
            standIn.Faults.Fail(code);
            var error = await backend.ErrorAsync(SparkSetup.Question("?"));
            Assert.Equal(code, error.Code);
            Assert.NotEmpty(error.Message);
            Assert.Equal(code is 10013 or 10014 or 10019, error.IsContentReview);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Output_review_ends_an_answer_that_has_begun(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        standIn.Faults.FailAfter(2, 10014);
        var error = await ReadUntilErrorAsync(SparkSetup.Backend(SparkSetup.Options(transport, standIn)), expectedParts: 2);
        Assert.True(error is { Code: 10014, IsContentReview: true, IsRetryable: false });
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_cut_line_is_never_a_whole_answer(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        var cut = standIn.Faults.HoldAfter(3, thenCut: true);
        var error = await ReadUntilErrorAsync(SparkSetup.Backend(SparkSetup.Options(transport, standIn)), expectedParts: 3, cut.Release);
        Assert.Equal(SparkErrorKind.Unreachable, error.Kind);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Busy_and_cut_lines_are_asked_again(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        standIn.Faults.Fail(10110);
        standIn.Faults.FailHttp(503);
        standIn.Faults.CutAfter(0);
        var options = SparkSetup.Options(transport, standIn);
        var parts = await SparkSetup.Retrying(SparkSetup.Backend(options), options).AllAsync(SparkSetup.Question("?"));
        Assert.Equal(SparkPartKind.End, parts[^1].Kind);
        Assert.Equal(4, standIn.Requests);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Wrong_keys_are_the_operators_matter(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        var options = SparkSetup.Options(transport, standIn);
        options.ApiPassword = "wrong";
        options.ApiSecret = "wrong";
        var error = await SparkSetup.Retrying(SparkSetup.Backend(options), options).ErrorAsync(SparkSetup.Question("?"));
        Assert.Equal((SparkErrorKind.NotAuthorised, false, 1L), (error.Kind, error.IsRetryable, standIn.Requests));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nobody_there_is_unreachable(SparkTransport transport)
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var options = SparkSetup.Options(transport);
        options.HttpAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        options.WebSocketAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}"));
        var error = await SparkSetup.Backend(options).ErrorAsync(SparkSetup.Question("?"));
        Assert.Equal((SparkErrorKind.Unreachable, true), (error.Kind, error.IsRetryable));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Minutes_of_thinking_do_not_time_out(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        var backend = SparkSetup.Backend(SparkSetup.Options(transport, standIn), time);

        var first = standIn.Faults.HoldAfter(1);
        var patient = backend.AllAsync(SparkSetup.Question("?", "x1"));
        await first.Reached.WaitAsync(SparkSetup.Cancel);
        time.Advance(TimeSpan.FromMinutes(3));
        first.Release();
        Assert.Equal(SparkPartKind.End, (await patient)[^1].Kind);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Silence_beyond_the_limit_ends(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        var hold = standIn.Faults.HoldAfter(1);
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var silent = ReadUntilErrorAsync(SparkSetup.Backend(SparkSetup.Options(transport, standIn), time), expectedParts: 1, () => first.TrySetResult());
        await hold.Reached.WaitAsync(SparkSetup.Cancel);
        await first.Task.WaitAsync(SparkSetup.Cancel);
        while (!silent.IsCompleted)
        {
            // The limit runs anew whenever the backend begins to wait, which may be after this advance.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var error = await silent;
        Assert.Equal((SparkErrorKind.Silent, "The service was silent for 300 s."), (error.Kind, error.Message));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Cancelling_is_not_an_error_of_the_service(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        var hold = standIn.Faults.HoldAfter(1);
        using CancellationTokenSource stop = new();
        var asked = Task.Run(
            async () =>
            {
                await foreach (var _ in SparkSetup.Backend(SparkSetup.Options(transport, standIn)).AskAsync(SparkSetup.Question("?"), stop.Token))
                {
                }
            },
            SparkSetup.Cancel);
        await hold.Reached.WaitAsync(SparkSetup.Cancel);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Too_long_is_told_before_and_while_asking(SparkTransport transport)
    {
        await using var standIn = await SparkSetup.StandInAsync();
        var options = SparkSetup.Options(transport, standIn);
        options.QuestionCharacters = 10;
        Assert.Equal(SparkErrorKind.TooLong, (await SparkSetup.Backend(options).ErrorAsync(SparkSetup.Question("0123456789A"))).Kind);
        Assert.Equal(0, standIn.Requests);

        options.ReplyCharacters = 20;
        Assert.Equal(SparkErrorKind.TooLong, (await SparkSetup.Backend(options).ErrorAsync(SparkSetup.Question("?"))).Kind);
    }

    private static async Task<SparkError> ReadUntilErrorAsync(ISparkBackend backend, int expectedParts, Action? whenThere = null)
    {
        var count = 0;
        var thrown = await Assert.ThrowsAsync<SparkException>(async () =>
        {
            await foreach (var _ in backend.AskAsync(SparkSetup.Question("?"), SparkSetup.Cancel))
            {
                if (++count == expectedParts)
                {
                    whenThere?.Invoke();
                }
            }
        });
        Assert.Equal(expectedParts, count);
        return thrown.Error;
    }
}
