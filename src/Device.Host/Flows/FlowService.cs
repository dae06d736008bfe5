namespace Device.Host.Flows;

/// <summary>Runs one flow for as long as the host lives. A flow that fails stops the host: the journal makes that safe, and systemd starts it again.</summary>
internal sealed partial class FlowService(string name, Func<CancellationToken, Task> run, ILogger<FlowService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await run(stoppingToken);
            LogEnded(logger, name);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(logger, name);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "flow {Flow} ended")]
    private static partial void LogEnded(ILogger logger, string flow);

    [LoggerMessage(Level = LogLevel.Debug, Message = "flow {Flow} stopped")]
    private static partial void LogStopped(ILogger logger, string flow);
}
