namespace Spark.StandIn;

/// <summary>
/// The faults of the coming requests, first come first served: each request takes one, and none when the queue is empty.
/// Safe to use from any thread; at most <see cref="Limit"/> wait.
/// </summary>
public sealed class StandInFaults
{
    /// <summary>How many faults may wait at a time.</summary>
    public const int Limit = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<StandInFault> _waiting = new();

    /// <summary>Whether every password and signature is refused, as after a key was withdrawn.</summary>
    public bool RefuseKeys { get; set; }

    /// <summary>Answers the next requests with an error code in an HTTP 200 body or in a WebSocket frame.</summary>
    /// <param name="code">The service's code, for example 10013.</param>
    /// <param name="times">How many requests, 1 or more.</param>
    public void Fail(int code, int times = 1) => Add(new StandInFault { Code = code }, times);

    /// <summary>Answers the next requests with an HTTP status.</summary>
    /// <param name="status">400 to 599.</param>
    /// <param name="times">How many requests, 1 or more.</param>
    public void FailHttp(int status, int times = 1) => Add(new StandInFault { HttpStatus = status }, times);

    /// <summary>Lets the next request's stream begin and then end with an error code, as output review does.</summary>
    /// <param name="parts">Parts sent before, 0 or more.</param>
    /// <param name="code">The service's code, for example 10014.</param>
    public void FailAfter(int parts, int code) => Add(new StandInFault { Code = code, AfterParts = parts }, 1);

    /// <summary>Breaks the next request's connection.</summary>
    /// <param name="parts">Parts sent before, 0 or more.</param>
    public void CutAfter(int parts) => Add(new StandInFault { Cut = true, AfterParts = parts }, 1);

    /// <summary>Makes the next request's stream fall silent.</summary>
    /// <param name="parts">Parts sent before, 0 or more.</param>
    /// <param name="thenCut">
    /// Whether the connection breaks when the hold is released. Unlike <see cref="CutAfter"/> this lets a test see the parts
    /// first: a broken connection may take parts with it that were sent but not yet read.
    /// </param>
    /// <returns>The hold: await <see cref="StandInHold.Reached"/>, then <see cref="StandInHold.Release"/>.</returns>
    public StandInHold HoldAfter(int parts, bool thenCut = false)
    {
        StandInHold hold = new();
        Add(new StandInFault { Hold = hold, AfterParts = parts, Cut = thenCut }, 1);
        return hold;
    }

    internal StandInFault Take()
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out var fault) ? fault : new StandInFault();
        }
    }

    private void Add(StandInFault fault, int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(fault.AfterParts);
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(_waiting.Count + times, Limit);
            for (var i = 0; i < times; i++)
            {
                _waiting.Enqueue(fault);
            }
        }
    }
}
