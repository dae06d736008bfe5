using Spark.Gateway.Chat;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Chat;

public sealed class RetryingSparkBackendTests
{
    private static readonly SparkPart Word = new(SparkPartKind.Answer, "word");
    private static readonly SparkPart End = new(SparkPartKind.End, "");
    private static readonly SparkOptions Options = new() { Attempts = 4, BackOffMs = 1000, BackOffLimitMs = 3000 };

    private static SparkError Error(int code) => SparkCodes.FromCode(code, "told", "sid");

    [Theory]
    [InlineData(10007)]
    [InlineData(10010)]
    [InlineData(10110)]
    [InlineData(10222)]
    [InlineData(11202)]
    [InlineData(11203)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Busy_is_asked_again_with_growing_pauses(int code)
    {
        ScriptedBackend inner = new(([], Error(code)), ([], Error(code)), ([], Error(code)), ([Word, End], null));
        RecordingTime time = new();
        var parts = await SparkSetup.Retrying(inner, Options, time).AllAsync(SparkSetup.Question("?"));
        Assert.Equal([Word, End], parts);
        Assert.Equal(4, inner.Asked);
        Assert.Collection(
            time.Pauses,
            first => Assert.InRange(first.TotalMilliseconds, 500, 1000),
            second => Assert.InRange(second.TotalMilliseconds, 1000, 2000),
            third => Assert.InRange(third.TotalMilliseconds, 1500, 3000));
    }

    [Theory]
    [InlineData(10013)]
    [InlineData(10014)]
    [InlineData(10019)]
    [InlineData(10015)]
    [InlineData(10907)]
    [InlineData(11200)]
    [InlineData(11201)]
    [InlineData(401)]
    [InlineData(12345)]
    public async Task Everything_else_is_told_at_once(int code)
    {
        ScriptedBackend inner = new(([], Error(code)));
        var error = await SparkSetup.Retrying(inner, Options, new RecordingTime()).ErrorAsync(SparkSetup.Question("?"));
        Assert.Equal((code, "told", 1), (error.Code, error.Message, inner.Asked));
    }

    [Fact]
    public async Task Nothing_is_repeated_after_the_first_part()
    {
        ScriptedBackend inner = new(([Word], Error(10110)));
        var error = await SparkSetup.Retrying(inner, Options, new RecordingTime()).ErrorAsync(SparkSetup.Question("?"));
        Assert.Equal((10110, 1), (error.Code, inner.Asked));
    }

    [Fact]
    public async Task Tries_are_bounded()
    {
        ScriptedBackend inner = new(([], Error(10110)));
        var error = await SparkSetup.Retrying(inner, Options, new RecordingTime()).ErrorAsync(SparkSetup.Question("?"));
        Assert.Equal((10110, 4), (error.Code, inner.Asked));
    }

    [Fact]
    public async Task A_wish_to_wait_longer_is_granted_up_to_the_limit()
    {
        ScriptedBackend inner = new(
            ([], Error(429) with { RetryAfter = TimeSpan.FromSeconds(2) }),
            ([], Error(429) with { RetryAfter = TimeSpan.FromHours(2) }),
            ([Word, End], null));
        RecordingTime time = new();
        await SparkSetup.Retrying(inner, Options, time).AllAsync(SparkSetup.Question("?"));
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)], time.Pauses);
    }
}
