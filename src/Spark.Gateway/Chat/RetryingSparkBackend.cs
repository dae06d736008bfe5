using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Spark.Gateway.Chat;

/// <summary>
/// Asks again, with exponential back-off and jitter, while the service is busy or unreachable and nothing of the reply has
/// arrived. After the first part nothing is repeated, since the reader has already seen it. Safe to use from any thread.
/// </summary>
public sealed partial class RetryingSparkBackend : ISparkBackend
{
    private readonly ISparkBackend _inner;
    private readonly SparkOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly Random _random;
    private readonly ILogger<RetryingSparkBackend> _logger;
    private readonly Lock _randomGate = new();

    /// <summary>Wraps a backend.</summary>
    /// <param name="inner">Makes one try.</param>
    /// <param name="options">Number of tries and back-off.</param>
    /// <param name="timeProvider">The clock of the back-off.</param>
    /// <param name="random">Jitter; used under a lock, so any instance will do that nobody else uses.</param>
    /// <param name="logger">Told of each repeated try, by code, never by words.</param>
    public RetryingSparkBackend(
        ISparkBackend inner,
        IOptions<SparkOptions> options,
        TimeProvider timeProvider,
        Random random,
        ILogger<RetryingSparkBackend> logger)
    {
        _inner = inner;
        _options = options.Value;
        _timeProvider = timeProvider;
        _random = random;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SparkPart> AskAsync(
        SparkQuestion question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var parts = await BeginAsync(question, cancellationToken);
        do
        {
            yield return parts.Current;
        }
        while (await parts.MoveNextAsync());
    }

    private async Task<IAsyncEnumerator<SparkPart>> BeginAsync(SparkQuestion question, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var parts = _inner.AskAsync(question, cancellationToken).GetAsyncEnumerator(cancellationToken);
            SparkError error;
            try
            {
                return await parts.MoveNextAsync()
                    ? parts
                    : throw new SparkException(SparkCodes.Malformed("The reply has no part, not even an end."));
            }
            catch (SparkException e) when (e.Error.IsRetryable && attempt < _options.Attempts)
            {
                await parts.DisposeAsync();
                error = e.Error;
            }
            catch
            {
                await parts.DisposeAsync();
                throw;
            }

            var pause = Pause(attempt, error.RetryAfter);
            LogRetry(error.Kind, error.Code, attempt, (long)pause.TotalMilliseconds);
            await Task.Delay(pause, _timeProvider, cancellationToken);
        }
    }

    private TimeSpan Pause(int attempt, TimeSpan? asked)
    {
        // Half fixed, half random: a crowd that failed together does not return together, and nobody returns at once.
        var full = Math.Min(_options.BackOffMs * Math.Pow(2, attempt - 1), _options.BackOffLimitMs);
        double jitter;
        lock (_randomGate)
        {
            jitter = _random.NextDouble();
        }

        var pause = Math.Max((full / 2) + (full / 2 * jitter), asked?.TotalMilliseconds ?? 0);
        return TimeSpan.FromMilliseconds(Math.Min(pause, _options.BackOffLimitMs));
    }

    [LoggerMessage(1101, LogLevel.Warning, "Spark is {Kind} (code {Code}) at try {Attempt}; asking again in {PauseMs} ms.")]
    private partial void LogRetry(SparkErrorKind kind, int code, int attempt, long pauseMs);
}
