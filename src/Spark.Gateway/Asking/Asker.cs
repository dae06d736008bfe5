using Device.Core.Notebook;
using Microsoft.Extensions.Options;
using Spark.Gateway.Broker;
using Spark.Gateway.Chat;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Work;

namespace Spark.Gateway.Asking;

/// <summary>Asks Spark one question at a time and turns its reply into parts for the machine. Safe to use from any thread.</summary>
internal sealed partial class Asker(
    ISparkBackend backend,
    IAccountStore store,
    IDownlink downlink,
    WorkerName worker,
    IOptions<WorkOptions> options,
    TimeProvider timeProvider,
    GatewayMetrics metrics,
    ILogger<Asker> logger)
{
    // JSON writes a character of another script as six.
    private const int BytesPerCharacter = 6;
    private const int PartOverhead = 1024;
    private const int FinishSeconds = 10;
    private readonly ILogger<Asker> _logger = logger;
    private readonly WorkOptions _options = options.Value;

    /// <summary>Answers a question that this worker owns; the last part is stored and sent whatever happens to the question.</summary>
    /// <param name="question">What the machine asked.</param>
    /// <param name="reply">Where the parts go.</param>
    /// <param name="cancellationToken">Ends the answer with a reason.</param>
    /// <exception cref="LeaseLostException">Another worker owns the question now.</exception>
    /// <exception cref="System.Data.Common.DbException">The store failed; the lease will end and a new request take over.</exception>
    public async Task AnswerAsync(WaitingQuestion question, RunningReply reply, CancellationToken cancellationToken)
    {
        metrics.QuestionBegan();
        SparkErrorKind? outcome = SparkErrorKind.Unreachable;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(question.Key, stop);
        try
        {
            (outcome, var error) = await StreamAsync(question, reply, stop.Token);
            // The last part is worth a few seconds even when the worker stops.
            using CancellationTokenSource finish = new(TimeSpan.FromSeconds(FinishSeconds), timeProvider);
            await reply.AddAsync(new Piece("", ""), isFinal: true, error, finish.Token);
        }
        finally
        {
            metrics.QuestionEnded(outcome);
            await stop.CancelAsync();
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(SparkErrorKind? Outcome, string Error)> StreamAsync(
        WaitingQuestion question, RunningReply reply, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        var hasPart = false;
        try
        {
            var characters = Math.Clamp((downlink.MaxPayloadBytes - PartOverhead) / BytesPerCharacter, 1, _options.PartCharacters);
            var pieces = PieceStream.GatherAsync(
                backend.AskAsync(question.Question, cancellationToken), characters, TimeSpan.FromMilliseconds(_options.PartMs), timeProvider, cancellationToken);
            await foreach (var piece in pieces)
            {
                if (!hasPart)
                {
                    hasPart = true;
                    metrics.FirstPart(timeProvider.GetElapsedTime(began));
                }

                await reply.AddAsync(piece, isFinal: false, "", cancellationToken);
            }

            return (null, "");
        }
        catch (SparkException e)
        {
            LogFailed(question.Key.Device, e.Error.Kind, e.Error.Code, e.Error.Sid);
            return (e.Error.Kind, SpokenErrors.Of(e.Error, question.Language));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (SparkErrorKind.Unreachable, SpokenErrors.BrokeOff(question.Language));
        }
    }

    private async Task RenewAsync(RequestKey key, CancellationTokenSource stop)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(_options.LeaseSeconds / 3.0), timeProvider);
        while (await timer.WaitForNextTickAsync(stop.Token))
        {
            var now = timeProvider.GetUtcNow();
            try
            {
                if (!await store.RenewAsync(key, new ReplyLease(worker.Value, now, now.AddSeconds(_options.LeaseSeconds)), stop.Token))
                {
                    await stop.CancelAsync();
                }
            }
            catch (System.Data.Common.DbException e)
            {
                LogNotRenewed(key.Device, e.GetType().Name);
            }
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "A question of {Device} ended without a whole answer: {Kind}, code {Code}, session '{Sid}'.")]
    private partial void LogFailed(DeviceId device, SparkErrorKind kind, int code, string sid);

    [LoggerMessage(1402, LogLevel.Warning, "The lease of a question of {Device} was not renewed: {Kind}.")]
    private partial void LogNotRenewed(DeviceId device, string kind);
}
