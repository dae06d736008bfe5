using CsCheck;
using Device.Core.Notebook;
using Microsoft.Extensions.Time.Testing;
using Spark.Gateway.Asking;
using Spark.Gateway.Chat;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Asking;

public sealed class PieceStreamTests
{
    private static readonly SparkPart End = new(SparkPartKind.End, "");
    private static readonly SparkError CutLine = new(SparkErrorKind.Unreachable, 0, "cut");

    private static SparkPart Say(string text) => new(SparkPartKind.Answer, text);

    private static SparkPart Think(string text) => new(SparkPartKind.Reasoning, text);

    private static async Task<(List<Piece> Pieces, SparkError? Error)> GatherAsync(
        IAsyncEnumerable<SparkPart> parts, int characters = 100, TimeSpan interval = default, TimeProvider? time = null)
    {
        List<Piece> pieces = [];
        try
        {
            await foreach (var piece in PieceStream.GatherAsync(parts, characters, interval, time ?? TimeProvider.System, SparkSetup.Cancel))
            {
                pieces.Add(piece);
            }

            return (pieces, null);
        }
        catch (SparkException e)
        {
            return (pieces, e.Error);
        }
    }

    private static IAsyncEnumerable<SparkPart> Script(SparkError? error, params SparkPart[] parts) =>
        new ScriptedBackend((parts, error)).AskAsync(SparkSetup.Question("?"), SparkSetup.Cancel);

    [Fact]
    public async Task First_piece_goes_at_once_and_the_others_are_gathered_until_they_are_due()
    {
        FakeTimeProvider time = new();
        var feed = System.Threading.Channels.Channel.CreateBounded<SparkPart>(10);
        var pieces = System.Threading.Channels.Channel.CreateBounded<Piece>(10);
        var reading = Task.Run(
            async () =>
            {
                await foreach (var piece in PieceStream.GatherAsync(feed.Reader.ReadAllAsync(), 100, TimeSpan.FromMilliseconds(250), time, SparkSetup.Cancel))
                {
                    await pieces.Writer.WriteAsync(piece);
                }
            },
            SparkSetup.Cancel);

        await feed.Writer.WriteAsync(Say("a"), SparkSetup.Cancel);
        Assert.Equal("a", (await pieces.Reader.ReadAsync(SparkSetup.Cancel)).Answer);
        await feed.Writer.WriteAsync(Say("b"), SparkSetup.Cancel);
        await feed.Writer.WriteAsync(Say("c"), SparkSetup.Cancel);
        var next = pieces.Reader.ReadAsync(SparkSetup.Cancel).AsTask();
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        var gathered = (await next).Answer;
        await feed.Writer.WriteAsync(End, SparkSetup.Cancel);
        await reading;
        pieces.Writer.Complete();
        await foreach (var rest in pieces.Reader.ReadAllAsync(SparkSetup.Cancel))
        {
            gathered += rest.Answer;
        }

        Assert.Equal("bc", gathered);
    }

    [Fact]
    public async Task A_fast_stream_is_gathered_but_never_held_back_for_good()
    {
        RecordingTime time = new();
        var (pieces, _) = await GatherAsync(Script(null, [.. Enumerable.Repeat(Say("字"), 50), End]), 10, TimeSpan.FromHours(1), time);
        Assert.Equal(50, pieces.Sum(piece => piece.Answer.Length));
        Assert.All(pieces, piece => Assert.InRange(piece.Answer.Length, 1, 10));
    }

    [Fact]
    public async Task What_came_before_a_failure_comes_before_it()
    {
        var (pieces, error) = await GatherAsync(Script(CutLine, Say("a"), Say("b"), Say("c")), interval: TimeSpan.FromHours(1));
        Assert.Equal("abc", string.Concat(pieces.Select(piece => piece.Answer)));
        Assert.Equal(CutLine, error);
    }

    [Fact]
    public async Task A_reply_without_an_end_is_a_failure()
    {
        var (pieces, error) = await GatherAsync(Script(null, Say("a")));
        Assert.Equal((1, SparkErrorKind.Malformed), (pieces.Count, error!.Kind));
    }

    [Fact]
    public async Task An_answer_beyond_a_machines_limit_is_cut_and_said_so()
    {
        var (pieces, error) = await GatherAsync(Script(null, Say(new string('字', FactLimits.TextLength)), Say("一"), End), 4096);
        Assert.Equal(FactLimits.TextLength, pieces.Sum(piece => piece.Answer.Length));
        Assert.Equal(SparkErrorKind.TooLong, error!.Kind);
    }

    [Fact]
    public async Task Thinking_beyond_the_limit_is_left_out_and_the_answer_still_comes()
    {
        var (pieces, error) = await GatherAsync(Script(null, Think(new string('想', FactLimits.TextLength + 5)), Think("more"), Say("answer"), End), 4096);
        Assert.Null(error);
        Assert.Equal(FactLimits.TextLength, pieces.Sum(piece => piece.Reasoning.Length));
        Assert.Equal("answer", string.Concat(pieces.Select(piece => piece.Answer)));
    }

    [Fact]
    public async Task Any_reply_is_passed_on_whole_in_pieces_of_the_right_size()
    {
        var text = Gen.OneOf("a", "字", "😀", "一二三", "word ", new string('x', 30));
        await Gen.Select(Gen.Select(Gen.Bool, text).Array[0, 40], Gen.Int[1, 20]).SampleAsync(async (parts, size) =>
        {
            var script = parts.Select(part => part.Item1 ? Think(part.Item2) : Say(part.Item2)).Append(End).ToArray();
            var (pieces, error) = await GatherAsync(Script(null, script), size);
            Assert.Null(error);
            Assert.Equal(script.Text(SparkPartKind.Answer), string.Concat(pieces.Select(piece => piece.Answer)));
            Assert.Equal(script.Text(SparkPartKind.Reasoning), string.Concat(pieces.Select(piece => piece.Reasoning)));
            Assert.All(pieces, piece =>
            {
                Assert.InRange(piece.Answer.Length + piece.Reasoning.Length, 1, size);
                Assert.False(size > 1 && piece.Answer.Length > 1 && char.IsHighSurrogate(piece.Answer[^1]), "half a character");
            });
        });
    }
}
