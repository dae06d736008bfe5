namespace Device.Sync.Receiving;

/// <summary>
/// How much of the account's facts the machine has seen. The gateway numbers them; each message says after which position it
/// goes on and up to which it leads. A position counts as seen when the message that leads there and all before it are in
/// the journal. Thread-safe.
/// </summary>
internal sealed class SeenStream
{
    private readonly Lock _gate = new();
    private readonly LinkedList<SeenStep> _steps = [];
    private string? _stream;
    private long _seen;
    private long _arrived;
    private TimeSpan? _askedAt;
    private bool _wantsAll;

    /// <summary>The account, and the position in it up to which every fact is in the journal.</summary>
    public (string? Stream, long Seen) Now
    {
        get
        {
            lock (_gate)
            {
                return (_stream, _seen);
            }
        }
    }

    /// <summary>
    /// Whether everything is wanted again, own facts as well: the medium lost facts that had been seen. Until all of it is in
    /// the journal, only messages of that answer lead further.
    /// </summary>
    public bool WantsAll
    {
        get
        {
            lock (_gate)
            {
                return _wantsAll;
            }
        }
    }

    /// <summary>Wants everything again.</summary>
    public void WantAll()
    {
        lock (_gate)
        {
            (_seen, _arrived, _wantsAll) = (0, 0, true);
            _steps.Clear();
        }
    }

    /// <summary>Continues where an earlier run was.</summary>
    /// <param name="stream">The account.</param>
    /// <param name="seen">The position.</param>
    public void Resume(string? stream, long seen)
    {
        lock (_gate)
        {
            (_stream, _seen, _arrived) = (stream, seen, seen);
        }
    }

    /// <summary>Takes in a message that is about to be handed on to the machine.</summary>
    /// <param name="stream">Its account.</param>
    /// <param name="after">The position after which it goes on.</param>
    /// <param name="to">The position to which it leads.</param>
    /// <param name="all">Its <see cref="Device.Messages.MqttContract.AllProperty"/>; null for none.</param>
    /// <returns>Its step; null where it leads no further, or not from where the machine is.</returns>
    public SeenStep? Arrived(string stream, long after, long to, string? all = null)
    {
        lock (_gate)
        {
            if (stream != _stream)
            {
                // Another account: nothing of it was seen, and what is still to be accepted belongs to the old one.
                (_stream, _seen, _arrived) = (stream, 0, 0);
                _steps.Clear();
            }

            if (after > _arrived || to <= _arrived || (_wantsAll && all is null))
            {
                return null;
            }

            var step = new SeenStep(_arrived, to, all == Device.Messages.MqttContract.LastOfAll);
            _steps.AddLast(step);
            _arrived = to;
            return step;
        }
    }

    /// <summary>The message of the last step was not handed on after all.</summary>
    /// <param name="step">The step.</param>
    public void Withdraw(SeenStep step)
    {
        lock (_gate)
        {
            if (_steps.Remove(step))
            {
                _arrived = step.From;
            }
        }
    }

    /// <summary>The facts of a step are in the journal.</summary>
    /// <param name="step">The step.</param>
    /// <returns>Whether that moved the position.</returns>
    public bool Accept(SeenStep step)
    {
        lock (_gate)
        {
            step.IsAccepted = true;
            var before = _seen;
            while (_steps.First is { Value: { IsAccepted: true } first })
            {
                _seen = first.To;
                _wantsAll &= !first.IsLastOfAll;
                _steps.RemoveFirst();
            }

            return _seen != before;
        }
    }

    /// <summary>Whether a message shows that an earlier one is missing, and the gateway is to be told. Once for each wait.</summary>
    /// <param name="stream">Its account.</param>
    /// <param name="after">The position after which it goes on.</param>
    /// <param name="now">The time.</param>
    /// <param name="wait">How long to wait for the missing one before telling again.</param>
    /// <returns>Whether to tell.</returns>
    public bool IsGap(string stream, long after, TimeSpan now, TimeSpan wait)
    {
        lock (_gate)
        {
            if (after <= (stream == _stream ? _arrived : 0) || (_askedAt is { } asked && now < asked + wait))
            {
                return false;
            }

            _askedAt = now;
            return true;
        }
    }
}
