using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Messages;

namespace Device.Host.Tests;

public sealed class AnswerBoardTests
{
    private static readonly FactId Question = new(DeviceId.Parse("a/b"), 1, 1);

    [Fact]
    public void Parts_are_shown_as_they_come_and_the_whole_is_handed_over_once()
    {
        var board = new AnswerBoard(new Revision());
        Assert.Null(board.Add(Question, new ReplyMessage(0, "", "thinking", false, "")));
        Assert.Null(board.Add(Question, new ReplyMessage(1, "forty", "", false, "")));
        Assert.Equal(new AnswerReceived(Question, "forty", "thinking", ""), board.Find(Question));
        Assert.Equal(new AnswerReceived(Question, "forty-two", "thinking", ""), board.Add(Question, new ReplyMessage(2, "-two", "", true, "")));
        Assert.Null(board.Find(Question));
    }

    [Fact]
    public void An_answer_that_breaks_off_keeps_what_came_and_says_why()
    {
        var board = new AnswerBoard(new Revision());
        board.Add(Question, new ReplyMessage(0, "half", "", false, ""));
        Assert.Equal(new AnswerReceived(Question, "half", "", "busy"), board.Add(Question, new ReplyMessage(1, "", "", true, "busy")));
    }

    [Fact]
    public void An_endless_answer_is_cut_at_the_limit_of_a_fact()
    {
        var board = new AnswerBoard(new Revision());
        var part = new string('x', 10_000);
        board.Add(Question, new ReplyMessage(0, part, part, false, ""));
        var whole = board.Add(Question, new ReplyMessage(1, part, part, true, ""));
        Assert.Equal(FactLimits.TextLength, whole!.Answer.Length);
        Assert.Equal(FactLimits.TextLength, whole.Reasoning.Length);
    }

    [Fact]
    public void Answers_that_never_end_do_not_fill_the_memory()
    {
        var board = new AnswerBoard(new Revision());
        for (ulong i = 0; i < 1_000; i++)
        {
            board.Add(Question with { Sequence = i }, new ReplyMessage(0, "x", "", false, ""));
        }

        Assert.True(Enumerable.Range(0, 1_000).Count(i => board.Find(Question with { Sequence = (ulong)i }) is not null) <= 64);
    }
}
