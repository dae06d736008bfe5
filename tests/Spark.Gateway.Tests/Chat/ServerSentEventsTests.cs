using System.Text;
using CsCheck;
using Spark.Gateway.Chat;
using Spark.Gateway.Chat.Wire;

namespace Spark.Gateway.Tests.Chat;

public sealed class ServerSentEventsTests
{
    private static List<string> Parse(byte[] bytes, IEnumerable<int> cuts, int limit = 4096)
    {
        ServerSentEvents events = new(limit);
        List<byte[]> data = [];
        var from = 0;
        foreach (var cut in cuts.Select(cut => cut % (bytes.Length + 1)).Order().Append(bytes.Length))
        {
            events.Append(bytes.AsSpan(from, cut - from), data);
            from = cut;
        }

        return [.. data.Select(Encoding.UTF8.GetString)];
    }

    [Theory]
    [InlineData("data: a\n\n", "a")]
    [InlineData("data:a\r\n\r\n", "a")]
    [InlineData("data: a\r\rdata: b\n\n", "a|b")]
    [InlineData("data: a\ndata: b\n\n", "a\nb")]
    [InlineData("\uFEFFdata: a\n\n", "a")]
    [InlineData(": comment\nevent: x\nid: 1\nretry: 5\ndata: a\n\n", "a")]
    [InlineData("data\n\n", "")]
    [InlineData("data:  two\n\n", " two")]
    [InlineData("datax: a\n\n\n\n", null)]
    [InlineData("data: never finished\n", null)]
    public void Follows_the_standard(string stream, string? expected) =>
        Assert.Equal(expected is null ? [] : expected.Split('|'), Parse(Encoding.UTF8.GetBytes(stream), []));

    [Fact]
    public void Any_chunking_gives_the_same_events()
    {
        var line = Gen.OneOf("data: 疑是地上霜", "data:x", "data", "", "", ": c", "event: e", "data: {\"a\":1}", "id: 7");
        var end = Gen.OneOf("\n", "\r\n", "\r");
        Gen.Select(Gen.Select(line, end).Array[0, 40], Gen.Int[0, 1000].Array[0, 20]).Sample((lines, cuts) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(each => each.Item1 + each.Item2)));
            Assert.Equal(Parse(bytes, []), Parse(bytes, cuts));
        });
    }

    [Fact]
    public void Any_bytes_do_no_harm() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 1000].Array[0, 5])
        .Sample((bytes, cuts) => Assert.Equal(Parse(bytes, []), Parse(bytes, cuts)));

    [Theory]
    [InlineData("data: 0123456789012345678901234567890123456789")]
    [InlineData("data: 0123456789\ndata: 0123456789\ndata: 0123456789\ndata: 0123456789\n")]
    public void A_line_or_event_beyond_the_limit_is_refused(string stream)
    {
        var error = Assert.Throws<SparkException>(() => Parse(Encoding.UTF8.GetBytes(stream), [], limit: 32)).Error;
        Assert.Equal(SparkErrorKind.Malformed, error.Kind);
    }
}
