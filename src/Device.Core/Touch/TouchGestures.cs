namespace Device.Core.Touch;

/// <summary>
/// Understands taps and swipes. A pure fold over touches that palm rejection let through; a gesture is known when the last finger is
/// lifted, and there is none when any of the fingers was cancelled. Allocates nothing; not thread-safe.
/// </summary>
public sealed class TouchGestures
{
    private readonly TouchGestureOptions _options;
    private readonly (int Id, float X, float Y)[] _down = new (int, float, float)[TouchContact.Most];
    private int _count;
    private int _fingers;
    private float _travel;
    private bool _isSpoiled;
    private TouchContact _first;

    /// <summary>Makes the stage.</summary>
    public TouchGestures(TouchGestureOptions? options = null) => _options = options ?? new TouchGestureOptions();

    /// <summary>Takes the next report.</summary>
    /// <returns>The gesture that it completes, or null.</returns>
    public TouchGesture? Add(in TouchContact contact)
    {
        var at = Find(contact.Id);
        if (contact.Phase == TouchPhase.Down)
        {
            Begin(contact, at);
            return null;
        }

        if (at < 0)
        {
            return null;
        }

        _travel = Math.Max(_travel, MathF.Max(MathF.Abs(contact.X - _down[at].X), MathF.Abs(contact.Y - _down[at].Y)));
        if (contact.Phase == TouchPhase.Move)
        {
            return null;
        }

        _isSpoiled |= contact.Phase == TouchPhase.Cancel;
        _down[at] = _down[--_count];
        return _count == 0 && !_isSpoiled ? Understand(contact) : null;
    }

    private void Begin(in TouchContact contact, int at)
    {
        if (_count == 0)
        {
            (_fingers, _travel, _isSpoiled, _first) = (0, 0, false, contact);
        }

        _fingers++;
        if (at >= 0 || _count == _down.Length)
        {
            _isSpoiled = true;
            return;
        }

        _down[_count++] = (contact.Id, contact.X, contact.Y);
    }

    private TouchGesture? Understand(in TouchContact last)
    {
        var milliseconds = (last.TimestampMicroseconds - _first.TimestampMicroseconds) / 1_000;
        if (_travel <= _options.TapTravel)
        {
            return milliseconds > _options.LongestTap ? null : _fingers switch
            {
                1 => Gesture(TouchGestureKind.Tap, last),
                2 => Gesture(TouchGestureKind.TwoFingerTap, last),
                _ => null,
            };
        }

        var (x, y) = (last.X - _first.X, last.Y - _first.Y);
        var isSwipe = _fingers == 1
            && milliseconds <= _options.LongestSwipe
            && MathF.Abs(x) >= _options.SwipeTravel
            && MathF.Abs(y) <= MathF.Abs(x) * _options.SwipeSlant;
        return isSwipe ? Gesture(x < 0 ? TouchGestureKind.SwipeLeft : TouchGestureKind.SwipeRight, last) : null;
    }

    private TouchGesture Gesture(TouchGestureKind kind, in TouchContact last) => new(kind, last.TimestampMicroseconds, _first.X, _first.Y);

    private int Find(int id)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_down[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
