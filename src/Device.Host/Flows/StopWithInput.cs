namespace Device.Host.Flows;

/// <summary>Stops the machine when standard input ends: a program that started it takes it along even when it is killed.</summary>
internal sealed class StopWithInput(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var input = new FileStream("/dev/stdin", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        var buffer = new byte[64];
        while (await input.ReadAsync(buffer, stoppingToken).AsTask().WaitAsync(stoppingToken) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
