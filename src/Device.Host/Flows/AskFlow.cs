using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>A question to Spark: journaled first, so that it is asked even if the network or the power is gone now.</summary>
internal sealed class AskFlow(Journal journal, NotebookView view, Desk desk)
{
    /// <summary>Asks about the open page.</summary>
    /// <param name="text">The question; empty makes the page itself the question.</param>
    /// <param name="cancellationToken">Gives up before the question is on flash.</param>
    /// <returns>The question's name, or null when there is nothing to ask.</returns>
    public async Task<FactId?> AskAsync(string text, CancellationToken cancellationToken)
    {
        var page = desk.Page;
        var context = FactLimits.CutText(view.Read(n => n.Find(page)?.Text()) ?? "");
        var question = text.Trim();
        if (question.Length == 0)
        {
            (question, context) = (context, "");
        }

        return question.Length == 0 ? null : (await journal.AppendAsync(new QuestionAsked(page, FactLimits.CutText(question), context), cancellationToken)).Id;
    }
}
