using Device.Core.Touch;
using Device.Hardware.Pen;
using Device.Hardware.Simulated.Touch;
using Device.Hardware.Touch;

namespace Device.Boards.Emulated;

/// <summary>
/// A touch glass at the kernel's event device: what fingers do becomes reports of multitouch protocol B in a pipe, which the real
/// source polls, reads and decodes. A finger that is to count no longer is called a palm before it is lifted, as a glass does.
/// </summary>
internal sealed class EvdevTouchFeed : ITouchFeed, IDisposable
{
    private const int Steps = 20_000;
    private const int EventsPerReport = 9;

    private readonly EvdevPipe _pipe = new(EventsPerReport);
    private readonly SemaphoreSlim _feeding = new(1, 1);
    private readonly PenCalibration _calibration;
    private readonly float _unitsPerMillimetre;
    private readonly int?[] _slots = new int?[TouchContact.Most];
    private readonly EvdevTouchSource _source;
    private int _tracking;

    private EvdevTouchFeed(EvdevTouchOptions options)
    {
        _calibration = options.Calibration;
        _unitsPerMillimetre = Steps / MathF.Sqrt((_calibration.XX * _calibration.XX) + (_calibration.YX * _calibration.YX));
        var axis = new AxisRange(0, Steps, 0);
        var device = new EvdevTouchSource.TouchDevice(
            _pipe.File,
            new TouchRanges(axis, axis, axis, axis, TouchContact.Most),
            static slots =>
            {
                slots.Fill(TouchSlot.Empty);
                return 0;
            });
        _source = new EvdevTouchSource(device, options, reopen: null);
    }

    /// <summary>Opens the real source on an emulated glass.</summary>
    public static (ITouchSource Touch, ITouchFeed Feed) Open(EvdevTouchOptions options)
    {
        var feed = new EvdevTouchFeed(options);
        return (feed._source, feed);
    }

    /// <inheritdoc/>
    public async ValueTask FeedAsync(ReadOnlyMemory<TouchContact> contacts, CancellationToken cancellationToken)
    {
        await _feeding.WaitAsync(cancellationToken);
        try
        {
            for (var i = 0; i < contacts.Length; i++)
            {
                if (Encode(contacts.Span[i]))
                {
                    await _pipe.ReportAsync(contacts.Span[i].TimestampMicroseconds, cancellationToken);
                }
            }
        }
        finally
        {
            _feeding.Release();
        }
    }

    /// <inheritdoc/>
    public bool IsRead(long reports) => _source.BytesDecoded == _pipe.Written && _source.Queued == reports + _source.ReplacedMoves;

    public void Dispose()
    {
        _pipe.Dispose();
        _feeding.Dispose();
    }

    private bool Encode(in TouchContact contact)
    {
        var slot = Array.IndexOf(_slots, contact.Phase == TouchPhase.Down ? null : contact.Id);
        if (slot < 0)
        {
            // More fingers than the glass can tell apart, or one that was never put down.
            return false;
        }

        var time = contact.TimestampMicroseconds;
        _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtSlot, slot);
        if (contact.Phase is TouchPhase.Up or TouchPhase.Cancel)
        {
            _slots[slot] = null;
            if (contact.Phase == TouchPhase.Cancel)
            {
                _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtTool, EvdevCode.PalmTool);
            }

            _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtTrackingId, -1);
            return true;
        }

        if (contact.Phase == TouchPhase.Down)
        {
            _slots[slot] = contact.Id;
            _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtTrackingId, _tracking++ & 0xFFFF);
        }

        var (u, v) = _calibration.Unmap(contact.X, contact.Y);
        _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtX, Step(u * Steps));
        _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtY, Step(v * Steps));
        _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtMajor, Step(contact.Major * _unitsPerMillimetre));
        _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtMinor, Step(contact.Minor * _unitsPerMillimetre));
        _pipe.Put(time, EvdevCode.Abs, EvdevCode.MtTool, contact.IsPalm ? EvdevCode.PalmTool : 0);
        return true;
    }

    private static int Step(float units) => (int)Math.Clamp(MathF.Round(units), 0, Steps);
}
