using Device.Core.Touch;
using Device.Hardware.Pen;

namespace Device.Hardware.Touch;

/// <summary>Turns the kernel's events of one touch glass into contacts on the panel.</summary>
/// <remarks>
/// Pure: no clock, no device. The kernel sends only what changed in a slot and ends each report with SYN_REPORT. When it has lost events
/// (SYN_DROPPED) the rest of the lost report is skipped and <see cref="NeedsState"/> is set: the caller reads the slots and hands them to
/// <see cref="Resume"/>. A contact that is no longer there then ends with Cancel, since nobody knows where it was lifted. Allocates
/// nothing. Use from one thread. Protocol: Linux Documentation/input/multi-touch-protocol.rst, type B.
/// </remarks>
public sealed class EvdevTouchDecoder
{
    /// <summary>The most contacts that one event can complete: each slot may end one and begin another.</summary>
    public const int MaxContactsPerEvent = 2 * TouchContact.Most;

    private readonly TouchRanges _ranges;
    private readonly PenCalibration _calibration;
    private readonly float _millimetresPerUnit;
    private readonly Contact[] _contacts;
    private int _slot;
    private int _nextId;
    private bool _isSkipping;

    /// <summary>Makes a decoder for a glass with these ranges; only the calibration of the options is used.</summary>
    public EvdevTouchDecoder(TouchRanges ranges, EvdevTouchOptions options)
    {
        (_ranges, _calibration) = (ranges, options.Calibration);
        var width = MathF.Sqrt((options.Calibration.XX * options.Calibration.XX) + (options.Calibration.YX * options.Calibration.YX));
        _millimetresPerUnit = ranges.X.IsPresent ? width / ((float)ranges.X.Maximum - ranges.X.Minimum) : 0;
        _contacts = new Contact[Math.Clamp(ranges.Slots, 1, TouchContact.Most)];
        Array.Fill(_contacts, new Contact(TouchSlot.Empty, -1, TouchSlot.Empty, false, false));
    }

    /// <summary>Contacts that are told apart; what comes in slots beyond is ignored.</summary>
    public int Slots => _contacts.Length;

    /// <summary>Events were lost and their report is over: call <see cref="Resume"/> with the slots.</summary>
    public bool NeedsState { get; private set; }

    /// <summary>How often the kernel has lost events.</summary>
    public long Drops { get; private set; }

    /// <summary>Takes one event.</summary>
    /// <param name="item">The event.</param>
    /// <param name="output">Receives contacts; at least <see cref="MaxContactsPerEvent"/> long.</param>
    /// <returns>The number of contacts written.</returns>
    public int Push(in EvdevEvent item, Span<TouchContact> output)
    {
        if (item.Type == EvdevCode.Syn)
        {
            return Synchronize(item, output);
        }

        if (!_isSkipping && item.Type == EvdevCode.Abs)
        {
            Change(item.Code, item.Value);
        }

        return 0;
    }

    /// <summary>Goes on from what lies on the glass, after it was opened or after events were lost.</summary>
    /// <param name="state">The slots; those that are missing are empty.</param>
    /// <param name="slot">The slot that events without a slot mean.</param>
    /// <param name="timestampMicroseconds">When.</param>
    /// <param name="output">Receives contacts; at least <see cref="MaxContactsPerEvent"/> long.</param>
    /// <returns>The number of contacts written.</returns>
    public int Resume(ReadOnlySpan<TouchSlot> state, int slot, long timestampMicroseconds, Span<TouchContact> output)
    {
        (NeedsState, _isSkipping, _slot) = (false, false, slot);
        for (var i = 0; i < _contacts.Length; i++)
        {
            ref var contact = ref _contacts[i];
            var now = i < state.Length ? state[i] : TouchSlot.Empty;
            contact.IsCancelled = contact.IsReported && contact.Last.TrackingId != now.TrackingId;
            contact.IsEnded |= contact.IsCancelled;
            contact.Now = now;
        }

        return Report(timestampMicroseconds, output);
    }

    /// <summary>Cancels what is on the glass: the device is gone or about to be closed.</summary>
    /// <returns>The number of contacts written.</returns>
    public int Leave(long timestampMicroseconds, Span<TouchContact> output) => Resume([], 0, timestampMicroseconds, output);

    private int Synchronize(in EvdevEvent item, Span<TouchContact> output)
    {
        if (item.Code == EvdevCode.SynDropped)
        {
            Drops++;
            _isSkipping = true;
            return 0;
        }

        if (item.Code != EvdevCode.SynReport)
        {
            return 0;
        }

        if (_isSkipping)
        {
            (_isSkipping, NeedsState) = (false, true);
            return 0;
        }

        return Report(item.TimestampMicroseconds, output);
    }

    private void Change(ushort axis, int value)
    {
        if (axis == EvdevCode.MtSlot)
        {
            _slot = value;
            return;
        }

        if ((uint)_slot >= (uint)_contacts.Length)
        {
            return;
        }

        ref var contact = ref _contacts[_slot];

        // One finger may leave a slot and another take it within one report.
        contact.IsEnded |= axis == EvdevCode.MtTrackingId && contact.IsReported && value != contact.Last.TrackingId;
        if (axis == EvdevCode.MtTrackingId && value < 0 && contact.IsReported && !contact.IsCancelled)
        {
            // Where it was lifted, before another finger's place comes into the slot.
            contact.Last = contact.Now with { TrackingId = contact.Last.TrackingId };
        }

        contact.Now = contact.Now.With(axis, value);
    }

    private int Report(long timestamp, Span<TouchContact> output)
    {
        var written = 0;
        foreach (ref var contact in _contacts.AsSpan())
        {
            if (contact.IsReported && contact.IsEnded)
            {
                output[written++] = Sample(timestamp, contact.Id, contact.Last, contact.IsCancelled ? TouchPhase.Cancel : TouchPhase.Up);
                contact.Id = -1;
            }

            (contact.IsEnded, contact.IsCancelled) = (false, false);
            if (contact.Now.TrackingId < 0)
            {
                continue;
            }

            if (!contact.IsReported)
            {
                contact.Id = _nextId;
                _nextId = _nextId == int.MaxValue ? 0 : _nextId + 1;
                output[written++] = Sample(timestamp, contact.Id, contact.Now, TouchPhase.Down);
            }
            else if (contact.Now != contact.Last)
            {
                output[written++] = Sample(timestamp, contact.Id, contact.Now, TouchPhase.Move);
            }

            contact.Last = contact.Now;
        }

        return written;
    }

    private TouchContact Sample(long timestamp, int id, in TouchSlot slot, TouchPhase phase)
    {
        var (x, y) = _calibration.Map(_ranges.X.Normalize(slot.X), _ranges.Y.Normalize(slot.Y));
        return new TouchContact(timestamp, id, x, y, Size(_ranges.Major, slot.Major), Size(_ranges.Minor, slot.Minor), slot.Tool == EvdevCode.PalmTool, phase);
    }

    private float Size(AxisRange range, int value) => range.IsPresent ? Math.Clamp(value, range.Minimum, range.Maximum) * _millimetresPerUnit : 0;

    private record struct Contact(TouchSlot Now, int Id, TouchSlot Last, bool IsEnded, bool IsCancelled)
    {
        public readonly bool IsReported => Id >= 0;
    }
}
