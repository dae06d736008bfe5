using Device.Core.Notebook;
using Device.Host.Notes;
using Device.Messages;
using Device.Storage;
using Device.Sync;
using Device.Sync.Shadow;

namespace Device.Host.Flows;

/// <summary>Cloud to journal: facts of the account's other machines, and answers of Spark once they are whole.</summary>
internal sealed partial class CloudFlow(
    SyncSession session, Journal journal, NotebookView view, AnswerBoard answers, DeviceShadow shadow, ReportedMessage report, Retention retention, MachineRejoin rejoin,
    ILogger<CloudFlow> logger)
{
    /// <summary>Stops the service, which is started again: a machine rejoins its account at a start.</summary>
    public Action Restart { get; set; } = () => { };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        session.Use(shadow.Settings);
        session.Report(shadow.Describe(report));
        session.Rejoined(rejoin.Order?.Closed.Select(c => c.Epoch) ?? []);
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
                case HorizonArrived told:
                    retention.Take(told.Horizon);
                    break;
                case RejoinDue due:
                    await RejoinAsync(due, cancellationToken);
                    break;
                case DesiredArrived desired:
                    await TakeAsync(desired, cancellationToken);
                    break;
            }
        }
    }

    private async Task RejoinAsync(RejoinDue due, CancellationToken cancellationToken)
    {
        try
        {
            await rejoin.TakeAsync(due, cancellationToken);
            Restart();
        }
        catch (IOException e)
        {
            // Nothing is sent meanwhile and nothing is lost; the next start is told again.
            LogNotOrdered(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "that the machine has to rejoin its account could not be kept")]
    private static partial void LogNotOrdered(ILogger logger, Exception e);

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
