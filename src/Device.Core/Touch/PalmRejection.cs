using Device.Core.Ink;

namespace Device.Core.Touch;

/// <summary>Keeps the writing hand from being taken for fingers. A pure fold over two streams. Allocates nothing; not thread-safe.</summary>
/// <remarks>
/// 1. A pen in range cancels all touches and lets no new one begin. 2. A touch that began while the pen was near is ignored until it is
/// lifted. 3. So is one that begins shortly after the pen has left. 4. What the glass itself calls a palm is one. 5. So is a large contact,
/// and it stays one for its life. 6. With a known writing hand, the place beside and below the pen's last one is the hand's for a while.
/// 7. A touch that was let through and is then rejected ends with Cancel, never with Up; one that never was let through is not heard of.
/// </remarks>
public sealed class PalmRejection
{
    /// <summary>The most reports that one call gives: a new finger with the number of one that never ended gives two, a pen ends all.</summary>
    public const int MostReports = TouchContact.Most;

    private readonly PalmRejectionOptions _options;

    // Which contacts are on the glass, let through or ignored. Those beyond the array are ignored by not being here.
    private readonly TouchContact[] _contacts = new TouchContact[TouchContact.Most];
    private readonly bool[] _isLive = new bool[TouchContact.Most];
    private int _count;
    private bool _isPenNear;
    private bool _wasPenSeen;
    private long _penLeft;
    private float _penX;
    private float _penY;

    /// <summary>Makes the stage.</summary>
    public PalmRejection(PalmRejectionOptions? options = null) => _options = options ?? new PalmRejectionOptions();

    /// <summary>Touches that were not let through or were taken back.</summary>
    public long Rejected { get; private set; }

    /// <summary>Takes a sample of the pen; only whether it is near, and where, matters.</summary>
    /// <param name="sample">The sample, in millimetres of the panel.</param>
    /// <param name="output">Receives the touches that end; at least <see cref="MostReports"/> long.</param>
    /// <returns>How many were written.</returns>
    public int Push(in PenSample sample, Span<TouchContact> output)
    {
        if (sample.Phase == PenPhase.Away)
        {
            if (_isPenNear)
            {
                (_isPenNear, _penLeft) = (false, sample.TimestampMicroseconds);
            }

            return 0;
        }

        (_isPenNear, _wasPenSeen, _penX, _penY) = (true, true, sample.X, sample.Y);
        var written = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_isLive[i])
            {
                _isLive[i] = false;
                output[written++] = Cancelled(i, sample.TimestampMicroseconds);
            }
        }

        return written;
    }

    /// <summary>Takes a report of the glass.</summary>
    /// <param name="contact">The report.</param>
    /// <param name="output">Receives what is let through; at least <see cref="MostReports"/> long.</param>
    /// <returns>How many were written, 0 to 2.</returns>
    public int Push(in TouchContact contact, Span<TouchContact> output)
    {
        var at = Find(contact.Id);
        return contact.Phase switch
        {
            TouchPhase.Down => Begin(contact, at, output),
            TouchPhase.Move => at < 0 ? 0 : Move(contact, at, output),
            _ => at < 0 ? 0 : End(contact, at, output),
        };
    }

    private int Begin(in TouchContact contact, int at, Span<TouchContact> output)
    {
        // A source that never ended the one before: it must not stay down for ever.
        var written = at < 0 ? 0 : End(contact with { Phase = TouchPhase.Cancel }, at, output);
        var isRejected = _isPenNear || IsPalm(contact) || IsHeld(contact.TimestampMicroseconds) || IsHand(contact);
        if (_count == _contacts.Length || isRejected)
        {
            Rejected++;
        }

        if (_count < _contacts.Length)
        {
            _contacts[_count] = contact;
            _isLive[_count++] = !isRejected;
            if (!isRejected)
            {
                output[written++] = contact;
            }
        }

        return written;
    }

    private int Move(in TouchContact contact, int at, Span<TouchContact> output)
    {
        _contacts[at] = contact;
        if (!_isLive[at])
        {
            return 0;
        }

        _isLive[at] = !IsPalm(contact);
        output[0] = _isLive[at] ? contact : Cancelled(at, contact.TimestampMicroseconds);
        return 1;
    }

    private int End(in TouchContact contact, int at, Span<TouchContact> output)
    {
        var isLive = _isLive[at];
        if (isLive)
        {
            var isCancelled = contact.Phase == TouchPhase.Cancel || IsPalm(contact);
            output[0] = isCancelled ? Cancelled(at, contact.TimestampMicroseconds) : contact;
        }

        _count--;
        (_contacts[at], _isLive[at]) = (_contacts[_count], _isLive[_count]);
        return isLive ? 1 : 0;
    }

    private TouchContact Cancelled(int at, long timestamp)
    {
        Rejected++;
        return _contacts[at] with { TimestampMicroseconds = timestamp, Phase = TouchPhase.Cancel };
    }

    private bool IsPalm(in TouchContact contact) => contact.IsPalm || Math.Max(contact.Major, contact.Minor) >= _options.LargestFinger;

    private bool IsHeld(long now) => _wasPenSeen && now - _penLeft < _options.HoldMilliseconds * 1_000L;

    private bool IsHand(in TouchContact contact)
    {
        if (!_wasPenSeen || _options.Hand == WritingHand.Unknown || contact.TimestampMicroseconds - _penLeft >= _options.ZoneMilliseconds * 1_000L)
        {
            return false;
        }

        var beside = _options.Hand == WritingHand.Right ? contact.X - _penX : _penX - contact.X;
        return beside > -_options.ZoneMargin && contact.Y > _penY - _options.ZoneMargin;
    }

    private int Find(int id)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_contacts[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
