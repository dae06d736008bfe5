using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Spark.Gateway.Chat;

namespace Spark.Gateway.Asking;

/// <summary>
/// Turns a stream of tiny parts into pieces that are worth a message: the first at once, then one every so often. Text that
/// has come is never lost: when the stream fails, what is gathered comes first and the failure after it.
/// </summary>
internal static class PieceStream
{
    /// <summary>Gathers a reply.</summary>
    /// <param name="parts">The reply.</param>
    /// <param name="pieceCharacters">Characters of a piece, 1 or more.</param>
    /// <param name="interval">Time between two pieces, 0 for none.</param>
    /// <param name="timeProvider">The clock of the interval.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <exception cref="SparkException">As the reply, or because the answer is longer than a machine can store.</exception>
    public static async IAsyncEnumerable<Piece> GatherAsync(
        IAsyncEnumerable<SparkPart> parts,
        int pieceCharacters,
        TimeSpan interval,
        TimeProvider timeProvider,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PieceBuffer buffer = new(pieceCharacters);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using Source source = new(parts, stop);
        var due = timeProvider.GetTimestamp();
        var hasSent = false;
        ExceptionDispatchInfo? failure = null;
        while (failure is null)
        {
            var wait = hasSent ? interval - timeProvider.GetElapsedTime(due) : TimeSpan.Zero;
            SparkPart? part = null;
            var isDue = !buffer.IsEmpty && (buffer.IsFull || wait <= TimeSpan.Zero || !await source.ComesWithinAsync(wait, timeProvider));
            if (!isDue)
            {
                (part, failure) = await source.TakeAsync();
                if (part is { Kind: not SparkPartKind.End } && !buffer.Add(part))
                {
                    failure = ExceptionDispatchInfo.Capture(new SparkException(new SparkError(
                        SparkErrorKind.TooLong, 0, "The answer is longer than a machine can store.")));
                }
            }

            var isLast = failure is not null || part is { Kind: SparkPartKind.End };
            while (!buffer.IsEmpty && (isDue || isLast))
            {
                yield return buffer.Take();
                (due, hasSent, isDue) = (timeProvider.GetTimestamp(), true, buffer.IsFull);
            }

            if (isLast && failure is null)
            {
                yield break;
            }
        }

        failure.Throw();
    }

    /// <summary>The reply, with the next part being fetched while one waits for something else.</summary>
    private sealed class Source(IAsyncEnumerable<SparkPart> parts, CancellationTokenSource stop) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SparkPart> _parts = parts.GetAsyncEnumerator(stop.Token);
        private Task<bool>? _next;

        public async Task<bool> ComesWithinAsync(TimeSpan wait, TimeProvider timeProvider)
        {
            _next ??= _parts.MoveNextAsync().AsTask();
            if (!_next.IsCompleted)
            {
                using CancellationTokenSource enough = new();
                await Task.WhenAny(_next, Task.Delay(wait, timeProvider, enough.Token));
                await enough.CancelAsync();
            }

            return _next.IsCompleted;
        }

        public async Task<(SparkPart? Part, ExceptionDispatchInfo? Failure)> TakeAsync()
        {
            try
            {
                _next ??= _parts.MoveNextAsync().AsTask();
                var moved = await _next;
                _next = null;
                return moved
                    ? (_parts.Current, null)
                    : throw new SparkException(SparkCodes.Malformed("The reply has no end."));
            }
            catch (Exception e) when (e is SparkException or OperationCanceledException)
            {
                _next = null;
                return (null, ExceptionDispatchInfo.Capture(e));
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_next is not null)
            {
                // An iterator must not be disposed while it runs.
                await stop.CancelAsync();
                await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await _parts.DisposeAsync();
        }
    }
}
