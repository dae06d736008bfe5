using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Asking;
using Device.Sync.Tests.World;

namespace Device.Sync.Tests;

/// <summary>Questions to Spark and the parts of their answers.</summary>
public sealed class QuestionTests
{
    [Fact]
    public void A_question_is_asked_once_and_the_answer_comes_in_parts()
    {
        FactId question = default;
        var world = SyncWorld.Run(
            async w =>
            {
                question = w.Ask("why is the sky blue?", "light");
                await w.UntilAsync(() => w.Inputs.OfType<ReplyArrived>().Any(r => r.Part.Final));
            },
            w => w.Reply = (request, _) =>
            {
                Assert.Equal(new RequestMessage("why is the sky blue?", "light", "zh-CN", ""), request);
                return Parts("short ", "waves ", "scatter");
            });

        Assert.Equal("short waves scatter", world.Answer(question));
        Assert.Equal(1, world.Asked(question));
        Assert.Equal("00c0ffee00c0ffee-1", QuestionId.Of(question));
    }

    [Fact]
    public void A_question_with_an_answer_in_the_journal_is_not_asked_however_long_the_journal_is()
    {
        FactId answered = default, open = default;
        var world = SyncWorld.Run(
            w => w.UntilAsync(() => w.Asked(open) == 1),
            w =>
            {
                answered = w.Ask("old");
                w.Write(5_000);
                w.Journal.Append(new AnswerReceived(answered, "yes", "", ""));
                open = w.Ask("new");
            });

        Assert.Equal(0, world.Asked(answered));
    }

    [Fact]
    public void A_question_is_asked_before_a_long_backlog_is_sent()
    {
        FactId question = default;
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Asked(question) == 1);
                Assert.InRange(w.Ledger.Stored.Count, 0, 100);
            },
            w =>
            {
                w.Acknowledges = false;
                w.Options.OutboxFacts = 100;
                w.Write(5_000);
                question = w.Ask("now?");
            });
    }

    [Fact]
    public void A_lost_part_is_asked_for_again_and_no_part_is_passed_on_twice_or_out_of_order()
    {
        var down = 0;
        FactId question = default;
        var world = SyncWorld.Run(
            async w =>
            {
                question = w.Ask("?");
                await w.UntilAsync(() => w.Inputs.OfType<ReplyArrived>().Any(r => r.Part.Final));
            },
            w =>
            {
                w.Broker.Down = k => k == TopicKind.DownReply && ++down == 2 ? Fate.Vanish : Fate.Arrive;
                w.Reply = (_, _) => Parts("a", "b", "c", "d");
            });

        Assert.Equal("abcd", world.Answer(question));
        Assert.Equal(2, world.Asked(question));
        Assert.True(world.Time.GetUtcNow().TimeOfDay < TimeSpan.FromHours(8) + TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Parts_that_come_twice_or_overtake_each_other_are_put_right()
    {
        var random = new Random(7);
        FactId question = default;
        var world = SyncWorld.Run(
            async w =>
            {
                question = w.Ask("?");
                await w.UntilAsync(() => w.Inputs.OfType<ReplyArrived>().Any(r => r.Part.Final));
            },
            w =>
            {
                w.Broker.Down = k => k != TopicKind.DownReply ? Fate.Arrive : random.Next(3) switch { 0 => Fate.ArriveTwice, 1 => Fate.Delay, _ => Fate.Arrive };
                w.Reply = (_, _) => Parts([.. Enumerable.Range(0, 40).Select(i => $"{i} ")]);
            });

        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i} ")), world.Answer(question));
    }

    [Fact]
    public void A_connection_that_ends_in_the_middle_of_an_answer_goes_on_where_it_was()
    {
        FactId question = default;
        var world = SyncWorld.Run(
            async w =>
            {
                question = w.Ask("?");
                await w.UntilAsync(() => w.Answer(question) == "ab");
                w.Broker.Cut();
                var before = w.Time.GetUtcNow();
                await w.UntilAsync(() => w.Inputs.OfType<ReplyArrived>().Any(r => r.Part.Final));
                Assert.True(w.Time.GetUtcNow() - before < TimeSpan.FromSeconds(2));
            },
            w => w.Reply = (_, times) => times == 1 ? Parts("a", "b", "c").Take(2) : Parts("a", "b", "c"));

        Assert.Equal("abc", world.Answer(question));
        Assert.Equal(2, world.Asked(question));
    }

    [Fact]
    public void Minutes_of_silence_are_borne_and_the_question_is_asked_again_ever_more_rarely()
    {
        FactId question = default;
        SyncWorld.Run(
            async w =>
            {
                question = w.Ask("prove it");
                await w.PassAsync(TimeSpan.FromMinutes(16));
                Assert.Equal(5, w.Asked(question));
                w.SendReply(question, Parts("proved").Single());
                await w.UntilAsync(() => w.Answer(question) == "proved");
                await w.PassAsync(TimeSpan.FromHours(1));
                Assert.Equal(5, w.Asked(question));
            });
    }

    [Fact]
    public void An_answer_that_was_not_journaled_before_a_restart_is_asked_for_again_and_comes_whole()
    {
        FactId question = default;
        SyncWorld.Run(
            async w =>
            {
                question = w.Ask("?");
                await w.UntilAsync(() => w.Answer(question) == "ab");
                w.Inputs.Clear();
                await w.RestartAsync();
                await w.UntilAsync(() => w.Answer(question) == "ab");
                w.Journal.Append(new AnswerReceived(question, "ab", "", ""));
                await w.UntilAsync(() => w.Session.Status is { OpenQuestions: 0, Pending: 0 });
                await w.RestartAsync();
                await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
                await w.PassAsync(TimeSpan.FromMinutes(10));
                Assert.Equal(2, w.Asked(question));
            },
            w => w.Reply = (_, _) => Parts("a", "b"));
    }

    [Fact]
    public void Questions_beyond_the_limit_wait_in_the_journal_for_their_turn()
    {
        var questions = new List<FactId>();
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.OpenQuestions == 3);
                while (w.Journal.Facts.Count(f => f.Body is AnswerReceived) < 10)
                {
                    await w.UntilAsync(() => w.Inputs.Count > 0);
                    var reply = (ReplyArrived)w.Inputs[0];
                    w.Inputs.RemoveAt(0);
                    w.Journal.Append(new AnswerReceived(reply.Question, reply.Part.Answer, "", ""));
                }
            },
            w =>
            {
                w.Options.OpenQuestions = 3;
                w.Reply = (request, _) => Parts(request.Text);
                questions.AddRange(Enumerable.Range(0, 10).Select(i => w.Ask($"{i}?")));
            });

        Assert.Equal(questions, world.Journal.Facts.Select(f => f.Body).OfType<AnswerReceived>().Select(a => a.Question));
        Assert.All(questions, q => Assert.Equal(1, world.Asked(q)));
    }

    [Fact]
    public void A_context_that_is_too_long_for_the_broker_is_shortened()
    {
        FactId question = default;
        var world = SyncWorld.Run(
            async w =>
            {
                question = w.Ask("what is this?", string.Concat(Enumerable.Repeat("\U00020000", 4_000)));
                await w.UntilAsync(() => w.Asked(question) == 1);
            },
            w => w.Options.MaxPayloadBytes = 4_096);

        var request = MessageJson.Read<RequestMessage>(world.Arrivals.Single(a => a.Topic.Kind == TopicKind.UpRequest).Payload);
        Assert.Equal("what is this?", request.Text);
        Assert.InRange(request.Context.Length, 100, 4_096);
        Assert.True(char.IsLowSurrogate(request.Context[^1]));
    }

    [Fact]
    public void A_question_that_is_too_long_to_be_sent_is_answered_with_that()
    {
        FactId question = default;
        var world = SyncWorld.Run(
            async w =>
            {
                question = w.Ask(new string('x', 2_000));
                await w.UntilAsync(() => w.Inputs.Count == 1);
            },
            w => w.Options.MaxPayloadBytes = 1_024);

        var reply = Assert.IsType<ReplyArrived>(Assert.Single(world.Inputs));
        Assert.Equal((question, true), (reply.Question, reply.Part.Final));
        Assert.Contains("too long", reply.Part.Error, StringComparison.Ordinal);
        Assert.Equal(0, world.Asked(question));
    }

    [Fact]
    public void Parts_that_wait_for_an_earlier_one_are_bounded()
    {
        var desk = new QuestionDesk(1, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        var question = new FactId(SyncWorld.Device, 1, 1);
        desk.Begin(0);
        desk.Note(1, new Fact(question, new Hlc(1), new QuestionAsked(question, "?", "")), SyncWorld.Device);
        for (var i = 1; i <= 10 * QuestionDesk.MostHeld; i++)
        {
            desk.Receive(question, new ReplyMessage(i, "x", "", false, ""), TimeSpan.Zero);
        }

        desk.Receive(question, new ReplyMessage(0, "x", "", false, ""), TimeSpan.Zero);
        var passed = 0;
        while (desk.TryNext(question, out _))
        {
            desk.Passed(question);
            passed++;
        }

        Assert.Equal(1 + QuestionDesk.MostHeld, passed);
    }

    [Theory]
    [InlineData("00c0ffee00c0ffee-12", true)]
    [InlineData("00c0ffee00c0ffee-0012", false)]
    [InlineData("00C0FFEE00c0ffee-12", false)]
    [InlineData("c0ffee-12", false)]
    [InlineData("00c0ffee00c0ffee-", false)]
    [InlineData("00c0ffee00c0ffee--1", false)]
    [InlineData("00c0ffee00c0ffee-99999999999999999999", false)]
    public void A_request_id_names_one_question_in_one_way(string id, bool valid)
    {
        Assert.Equal(valid, QuestionId.TryParse(SyncWorld.Device, id, out var question));
        Assert.Equal(valid ? new FactId(SyncWorld.Device, 0x00c0ffee00c0ffee, 12) : default, question);
    }

    private static ReplyMessage[] Parts(params string[] texts) =>
        [.. texts.Select((t, i) => new ReplyMessage(i, t, "", i == texts.Length - 1, ""))];
}
