using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Storage;
using Device.Sync;

namespace Device.Host.Flows;

/// <summary>Cloud to journal: facts of the account's other machines, and answers of Spark once they are whole.</summary>
internal sealed class CloudFlow(SyncSession session, Journal journal, NotebookView view, AnswerBoard answers)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var input in session.Inputs.ReadAllAsync(cancellationToken))
        {
            switch (input)
            {
                case FactsArrived arrived:
                    await journal.ImportWhenRoomAsync(arrived.Facts, cancellationToken);
                    await arrived.AcceptAsync(cancellationToken);
                    break;
                case ReplyArrived reply when answers.Add(reply.Question, reply.Part) is { } whole && !IsAnswered(reply.Question):
                    await journal.AppendWhenRoomAsync([whole], cancellationToken);
                    break;
            }
        }
    }

    private bool IsAnswered(FactId question) => view.Read(n => n.FindConversation(question)?.Answer) is not null;
}
