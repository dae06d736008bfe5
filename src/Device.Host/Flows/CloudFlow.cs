using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Messages;
using Device.Storage;
using Device.Sync;
using Device.Sync.Shadow;

namespace Device.Host.Flows;

/// <summary>Cloud to journal: facts of the account's other machines, and answers of Spark once they are whole.</summary>
internal sealed partial class CloudFlow(
    SyncSession session, Journal journal, NotebookView view, AnswerBoard answers, DeviceShadow shadow, ReportedMessage report, ILogger<CloudFlow> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        session.Use(shadow.Settings);
        session.Report(shadow.Describe(report));
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
                case DesiredArrived desired:
                    await TakeAsync(desired, cancellationToken);
                    break;
            }
        }
    }

    private async Task TakeAsync(DesiredArrived desired, CancellationToken cancellationToken)
    {
        try
        {
            if (await shadow.TakeAsync(desired, cancellationToken))
            {
                session.Use(shadow.Settings);
                session.Report(shadow.Describe(report));
            }
        }
        catch (IOException e)
        {
            // Settings are not worth stopping for; the next connection brings them again.
            LogNotKept(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the desired settings could not be kept")]
    private static partial void LogNotKept(ILogger logger, Exception e);

    private bool IsAnswered(FactId question) => view.Read(n => n.FindConversation(question)?.Answer) is not null;
}
