using System.Runtime.CompilerServices;
using Spark.StandIn.Answers;

namespace Spark.StandIn.Wire;

/// <summary>What both interfaces share: which requests are refused, which fault a request takes, and the stream's pace.</summary>
internal sealed class Conversation(StandInOptions options, TimeProvider timeProvider, StandInFaults faults)
{
    private static readonly string[] Models = ["lite", "generalv3", "pro-128k", "generalv3.5", "max-32k", "4.0Ultra"];
    private static readonly string[] DeepModels = ["x1", "spark-x"];
    private long _requests;

    public StandInFaults Faults => faults;

    public long Requests => Interlocked.Read(ref _requests);

    public static string MessageOf(int code) => code switch
    {
        10007 => "the user's traffic is limited: an earlier request is still running",
        10010 or 10110 or 10222 => "the service is busy or cannot be reached",
        10013 => "the input was refused by content review",
        10014 => "the output was refused by content review",
        10018 => "the message's format is wrong",
        10019 => "the conversation is at risk of breaking the rules",
        10907 => "too many tokens",
        11200 => "the application is not authorised for this feature or model",
        11201 => "the limit of the day is reached",
        11202 => "the limit of the second is reached",
        11203 => "too many requests at the same time",
        _ => $"code {code}",
    };

    /// <summary>Takes the fault that waits for this request; called once per request, before anything is answered.</summary>
    public StandInFault Arrive()
    {
        Interlocked.Increment(ref _requests);
        return faults.Take();
    }

    public Turn Begin(StandInFault fault, string model, bool deep, IReadOnlyList<ChatTurnMessage>? messages)
    {
        var known = deep ? DeepModels : Models;
        var refusal = fault is { Code: not 0, AfterParts: 0 } ? fault.Code
            : messages is null or [] ? 10018
            : !known.Contains(model, StringComparer.Ordinal) ? 11200
            : messages.Sum(message => (long)message.Content.Length) > options.QuestionCharacters ? 10907
            : 0;
        return new Turn(
            $"standin{Requests:x8}",
            timeProvider.GetUtcNow().ToUnixTimeSeconds(),
            refusal,
            fault,
            StandInAnswer.For(messages ?? [], deep, options.PartLength));
    }

    public async IAsyncEnumerable<TurnPart> StreamAsync(Turn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = turn.Answer.Reasoning.Select(text => new TurnPart(TurnPartKind.Reasoning, text, 0))
            .Concat(turn.Answer.Text.Select(text => new TurnPart(TurnPartKind.Answer, text, 0)))
            .Append(new TurnPart(TurnPartKind.End, "", 0));
        var sent = 0;
        foreach (var part in parts)
        {
            if (sent > 0 && options.PartDelayMs > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(options.PartDelayMs), timeProvider, cancellationToken);
            }

            if (turn.Fault.Hold is { } hold && sent == turn.Fault.AfterParts)
            {
                await hold.WaitAsync(cancellationToken);
            }

            if (Breaks(turn.Fault, sent, part.Kind))
            {
                yield return turn.Fault.Cut ? new TurnPart(TurnPartKind.Cut, "", 0) : new TurnPart(TurnPartKind.Error, "", turn.Fault.Code);
                yield break;
            }

            yield return part;
            sent++;
        }
    }

    private static bool Breaks(StandInFault fault, int sent, TurnPartKind next) =>
        (fault.Cut || fault.Code != 0) && (sent >= fault.AfterParts || next == TurnPartKind.End);
}
