using System.Net.Sockets;
using System.Net.WebSockets;

namespace Spark.Gateway.Chat.Wire;

/// <summary>
/// One call to the service: its time limits and the translation of what can go wrong on the line into
/// <see cref="SparkException"/>. One reader at a time.
/// </summary>
internal sealed class SparkCall : IDisposable
{
    private readonly SparkOptions _options;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _whole;
    private readonly CancellationTokenSource _any;

    public SparkCall(SparkOptions options, TimeProvider timeProvider, CancellationToken caller)
    {
        _options = options;
        _caller = caller;
        _silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        _whole = new CancellationTokenSource(TimeSpan.FromSeconds(options.ReplySeconds), timeProvider);
        _any = CancellationTokenSource.CreateLinkedTokenSource(caller, _silence.Token, _whole.Token);
    }

    /// <summary>The line failed, and nothing more is known.</summary>
    public static SparkError BrokeOff => new(SparkErrorKind.Unreachable, 0, "The connection to the service failed or broke off.");

    /// <summary>Whether an exception tells that the line failed or a wait for it was ended.</summary>
    public static bool IsOfTheLine(Exception e) => e is OperationCanceledException or HttpRequestException or IOException or SocketException or WebSocketException;

    /// <summary>Waits for the service. The silence limit runs only meanwhile, not while the reader is busy with a part.</summary>
    /// <exception cref="SparkException">The line broke or the service was silent for too long.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<T> WaitAsync<T>(Func<CancellationToken, Task<T>> step)
    {
        try
        {
            _silence.CancelAfter(TimeSpan.FromSeconds(_options.SilenceSeconds));
            var result = await step(_any.Token);
            _silence.CancelAfter(Timeout.InfiniteTimeSpan);
            return result;
        }
        catch (Exception e) when (IsOfTheLine(e))
        {
            _caller.ThrowIfCancellationRequested();
            throw new SparkException(ErrorOf(e), e);
        }
    }

    public void Dispose()
    {
        _any.Dispose();
        _silence.Dispose();
        _whole.Dispose();
    }

    private SparkError ErrorOf(Exception e)
    {
        if (_silence.IsCancellationRequested)
        {
            return new SparkError(SparkErrorKind.Silent, 0, $"The service was silent for {_options.SilenceSeconds} s.");
        }

        if (_whole.IsCancellationRequested)
        {
            return new SparkError(SparkErrorKind.Silent, 0, $"The reply took longer than {_options.ReplySeconds} s.");
        }

        return e is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }
            ? SparkCodes.Malformed("A header of the reply is too long.")
            : BrokeOff;
    }
}
