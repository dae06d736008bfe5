using System.Collections.Concurrent;
using System.Threading.Channels;
using Device.Core.Notebook;
using Device.Messages;
using Microsoft.Extensions.Options;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Work;

namespace Spark.Gateway.Asking;

/// <summary>
/// <c>up/request/{id}</c>: questions wait here and are answered side by side. The same question asked again gets the stored
/// parts and never a second answer.
/// </summary>
internal sealed partial class QuestionDesk
{
    private readonly IAccountStore _store;
    private readonly IDownlink _downlink;
    private readonly Asker _asker;
    private readonly WorkerName _worker;
    private readonly WorkOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly GatewayMetrics _metrics;
    private readonly ILogger<QuestionDesk> _logger;
    private readonly Channel<WaitingQuestion> _waiting;
    private readonly ConcurrentDictionary<RequestKey, RunningReply> _running = new();

    public QuestionDesk(
        IAccountStore store,
        IDownlink downlink,
        Asker asker,
        WorkerName worker,
        IOptions<WorkOptions> options,
        TimeProvider timeProvider,
        GatewayMetrics metrics,
        ILogger<QuestionDesk> logger)
    {
        _store = store;
        _downlink = downlink;
        _asker = asker;
        _worker = worker;
        _options = options.Value;
        _timeProvider = timeProvider;
        _metrics = metrics;
        _logger = logger;
        // Full: refuse with a reason. Somebody waits for the answer, and hearing "later" now beats hearing nothing.
        _waiting = Channel.CreateBounded<WaitingQuestion>(new BoundedChannelOptions(_options.QuestionsWaiting) { FullMode = BoundedChannelFullMode.Wait });
    }

    /// <summary>Takes a request; the answer comes later.</summary>
    public async Task HandleAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        RequestKey key = new(message.Topic.Device, message.Topic.RequestId);
        var language = "";
        try
        {
            var request = MessageJson.Read<RequestMessage>(message.Payload.Span);
            language = request.Language;
            WaitingQuestion question = new(key, language, QuestionText.From(request, key.Device));
            if (!_waiting.Writer.TryWrite(question))
            {
                _metrics.QuestionRefused();
                await RefuseAsync(key, SpokenErrors.QueueFull(language), cancellationToken);
            }
        }
        catch (MessageFormatException e)
        {
            await RefuseAsync(key, SpokenErrors.BadRequest(language, e.Field), cancellationToken);
            throw;
        }
    }

    /// <summary>Takes no more questions; those that wait or run are still answered.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>Answers until closed and empty.</summary>
    /// <param name="cancellationToken">Ends answers that run with a reason, and leaves those that wait.</param>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, _options.Questions).Select(_ => ServeAsync(cancellationToken)));

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        await foreach (var question in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            await TryAnswerAsync(question, cancellationToken);
        }
    }

    private async Task TryAnswerAsync(WaitingQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            await AnswerAsync(question, cancellationToken);
        }
        catch (LeaseLostException)
        {
            LogLeaseLost(question.Key.Device);
        }
        catch (Exception e) when (e is OperationCanceledException or System.Data.Common.DbException && cancellationToken.IsCancellationRequested)
        {
            // The worker stops and the last part found no way out; whoever asks again is told that the answer broke off.
        }
#pragma warning disable CA1031 // One question must not end the service of all; it is counted, and its lease ends so that it can be asked again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _metrics.Failed("question");
            LogFailed(question.Key.Device, e.GetType().Name, e.StackTrace ?? "");
        }
    }

    private async Task AnswerAsync(WaitingQuestion question, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(question.Key, out var running))
        {
            await running.SendAgainAsync(cancellationToken);
            return;
        }

        var now = _timeProvider.GetUtcNow();
        var claim = await _store.ClaimAsync(
            question.Key, new ReplyLease(_worker.Value, now, now.AddSeconds(_options.LeaseSeconds)), cancellationToken);
        RunningReply reply = new(question.Key, _worker.Value, _store, _downlink);
        reply.Resume(claim.Parts);
        await reply.SendAgainAsync(cancellationToken);
        if (!claim.IsMine)
        {
            return;
        }

        if (claim.Parts.Count > 0)
        {
            // Spark would say it in other words, which cannot be joined to what the machine has.
            await reply.AddAsync(new Piece("", ""), isFinal: true, SpokenErrors.BrokeOff(question.Language), cancellationToken);
            return;
        }

        _running[question.Key] = reply;
        try
        {
            await _asker.AnswerAsync(question, reply, cancellationToken);
        }
        finally
        {
            _running.TryRemove(question.Key, out _);
        }
    }

    private Task<bool> RefuseAsync(RequestKey key, string reason, CancellationToken cancellationToken) => _downlink.SendAsync(
        new OutboundMessage(
            new DeviceTopic(key.Device, TopicKind.DownReply, key.Id), MessageJson.Write(new ReplyMessage(0, "", "", true, reason)), MqttContract.Json),
        cancellationToken);

    [LoggerMessage(1411, LogLevel.Error, "Answering {Device} failed: {Kind}{Place}")]
    private partial void LogFailed(DeviceId device, string kind, string place);

    [LoggerMessage(1412, LogLevel.Warning, "A question of {Device} is answered by another worker: the lease was lost.")]
    private partial void LogLeaseLost(DeviceId device);
}
