using Microsoft.Extensions.Options;
using Spark.Gateway.Asking;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>
/// Runs the parts of a worker and takes them down in order: reception first, then what has been received, then questions,
/// then the connection.
/// </summary>
internal sealed partial class Worker(
    IAccountStore store,
    BrokerConnection connection,
    Lanes lanes,
    MessageRouter router,
    QuestionDesk questions,
    CatchUp catchUp,
    DesiredSender desired,
    Pruning pruning,
    Expulsion expulsion,
    WorkerName name,
    IOptions<WorkOptions> options,
    TimeProvider timeProvider,
    ILogger<Worker> logger) : BackgroundService
{
    private readonly ILogger<Worker> _logger = logger;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the worker is connected and subscribed for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Prepares the store, so that a start without one fails at once and with its reason.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.MigrateAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogStarted(name.Value);
        using CancellationTokenSource end = new();
        var handling = lanes.RunAsync(router.HandleAsync, end.Token);
        var answering = questions.RunAsync(end.Token);
        var sending = catchUp.RunAsync(stoppingToken);
        var wished = desired.RunAsync(stoppingToken);
        var pruned = pruning.RunAsync(stoppingToken);
        var expelling = expulsion.RunAsync(stoppingToken);
        var receiving = connection.RunAsync(lanes.TryAdd, () => _ready.TrySetResult(), stoppingToken);

        // None of them ends before the worker is told to stop, unless it failed.
        var first = await Task.WhenAny(handling, answering, sending, wished, pruned, expelling, receiving);
        if (!stoppingToken.IsCancellationRequested)
        {
            await first;
            throw new InvalidOperationException("A part of the worker ended by itself.");
        }

        await receiving;
        lanes.Close();
        catchUp.Close();
        var drain = TimeSpan.FromSeconds(options.Value.DrainSeconds);
        var isDrained = await EndsWithinAsync(handling, drain);
        questions.Close();
        isDrained &= await EndsWithinAsync(answering, drain);
        await end.CancelAsync();
        await Task.WhenAll(handling, answering, sending, wished, pruned, expelling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.CloseAsync();
        LogStopped(name.Value, isDrained);
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan limit)
    {
        await Task.WhenAny(task, Task.Delay(limit, timeProvider));
        return task.IsCompleted;
    }

    [LoggerMessage(1341, LogLevel.Information, "Worker {Name} started.")]
    private partial void LogStarted(string name);

    [LoggerMessage(1342, LogLevel.Information, "Worker {Name} stopped; all work done: {IsDrained}.")]
    private partial void LogStopped(string name, bool isDrained);
}
