using Device.Core.Ink;

namespace Device.Hardware.Pen;

/// <summary>Turns the kernel's events of one pen into samples on the page.</summary>
/// <remarks>
/// Pure: no clock, no device. The kernel sends only what changed and ends each report with SYN_REPORT, so the decoder keeps the
/// rest. When the kernel has lost events (SYN_DROPPED) the stroke is ended at once, the rest of the lost report is skipped and
/// <see cref="NeedsSnapshot"/> is set: the caller reads the device's state and hands it to <see cref="Resume"/>, which starts a
/// new stroke instead of joining the gap with a line. Allocates nothing. Use from one thread.
/// Protocol: Linux Documentation/input/event-codes.rst and multi-touch-protocol.rst.
/// </remarks>
public sealed class EvdevPenDecoder
{
    /// <summary>The most samples that one event can complete: the end of one tool's stroke, and the other tool's first sample.</summary>
    public const int MaxSamplesPerEvent = 2;

    private readonly PenRanges _ranges;
    private readonly PenCalibration _calibration;
    private readonly float _contactPressure;
    private readonly float _releasePressure;

    private PenSnapshot _state;
    private PenSample _last;
    private bool _isTouching;
    private bool _isSkipping;

    /// <summary>Makes a decoder for a device with these ranges; only the calibration and pressures of the options are used.</summary>
    public EvdevPenDecoder(PenRanges ranges, EvdevPenOptions options)
    {
        _ranges = ranges;
        _calibration = options.Calibration;
        _contactPressure = options.ContactPressure;
        _releasePressure = options.ReleasePressure;
    }

    /// <summary>Events were lost and their report is over: call <see cref="Resume"/> with the device's state.</summary>
    public bool NeedsSnapshot { get; private set; }

    /// <summary>How often the kernel has lost events.</summary>
    public long Drops { get; private set; }

    /// <summary>Takes one event.</summary>
    /// <param name="item">The event.</param>
    /// <param name="output">Receives samples; at least <see cref="MaxSamplesPerEvent"/> long.</param>
    /// <returns>The number of samples written.</returns>
    public int Push(in EvdevEvent item, Span<PenSample> output)
    {
        if (item.Type == EvdevCode.Syn)
        {
            return Synchronize(item, output);
        }

        if (_isSkipping)
        {
            return 0;
        }

        if (item.Type == EvdevCode.Abs)
        {
            Move(item);
        }
        else if (item.Type == EvdevCode.Key)
        {
            Press(item);
        }

        return 0;
    }

    /// <summary>Goes on from the device's present state, after it was opened or after events were lost.</summary>
    /// <returns>The number of samples written to <paramref name="output"/>.</returns>
    public int Resume(in PenSnapshot state, long timestampMicroseconds, Span<PenSample> output)
    {
        NeedsSnapshot = false;
        _isSkipping = false;
        _state = state;
        return Report(timestampMicroseconds, output);
    }

    /// <summary>Ends what is going on: the device is gone or about to be closed.</summary>
    /// <returns>1 when a pen was in range, else 0.</returns>
    public int Leave(long timestampMicroseconds, Span<PenSample> output)
    {
        _isTouching = false;
        if (_last.Phase == PenPhase.Away)
        {
            return 0;
        }

        _last = _last with { TimestampMicroseconds = timestampMicroseconds, Pressure = 0, Phase = PenPhase.Away, Buttons = PenButtons.None };
        output[0] = _last;
        return 1;
    }

    private int Synchronize(in EvdevEvent item, Span<PenSample> output)
    {
        if (item.Code == EvdevCode.SynDropped)
        {
            Drops++;
            _isSkipping = true;
            return Leave(item.TimestampMicroseconds, output);
        }

        if (item.Code != EvdevCode.SynReport)
        {
            return 0;
        }

        if (_isSkipping)
        {
            _isSkipping = false;
            NeedsSnapshot = true;
            return 0;
        }

        return Report(item.TimestampMicroseconds, output);
    }

    private void Move(in EvdevEvent item)
    {
        _state = item.Code switch
        {
            EvdevCode.AbsX => _state with { X = item.Value },
            EvdevCode.AbsY => _state with { Y = item.Value },
            EvdevCode.AbsPressure => _state with { Pressure = item.Value },
            EvdevCode.AbsTiltX => _state with { TiltX = item.Value },
            EvdevCode.AbsTiltY => _state with { TiltY = item.Value },
            _ => _state,
        };
    }

    private void Press(in EvdevEvent item)
    {
        var isDown = item.Value != 0;
        _state = item.Code switch
        {
            EvdevCode.ToolPen => _state with { IsPenNear = isDown },
            EvdevCode.ToolRubber => _state with { IsRubberNear = isDown },
            EvdevCode.Touch => _state with { IsTouching = isDown },
            EvdevCode.Stylus => WithButton(PenButtons.First, isDown),
            EvdevCode.Stylus2 => WithButton(PenButtons.Second, isDown),
            EvdevCode.Stylus3 => WithButton(PenButtons.Third, isDown),
            _ => _state,
        };
    }

    private PenSnapshot WithButton(PenButtons button, bool isDown) =>
        _state with { Buttons = isDown ? _state.Buttons | button : _state.Buttons & ~button };

    private int Report(long timestamp, Span<PenSample> output)
    {
        var pressure = _ranges.Pressure.Normalize(_state.Pressure);
        var isTouching = IsContact(pressure);
        if (!(_ranges.HasProximity ? _state.IsPenNear || _state.IsRubberNear : isTouching))
        {
            // Some drivers leave the last pressure standing when the pen goes: it must not ink when the pen comes back.
            _state = _state with { Pressure = _ranges.Pressure.Minimum };
            return Leave(timestamp, output);
        }

        var tool = _state.IsRubberNear ? PenTool.Eraser : PenTool.Tip;
        var count = 0;
        if (tool != _last.Tool && _last.Phase != PenPhase.Away)
        {
            // The pen was turned over without leaving: what the one end drew must not go on with the other.
            count = Leave(timestamp, output);
            isTouching = IsContact(pressure);
        }

        _isTouching = isTouching;
        _last = Sample(timestamp, pressure, tool);
        output[count] = _last;
        return count + 1;
    }

    private bool IsContact(float pressure)
    {
        // On some digitisers BTN_TOUCH means no more than that the pen is near, so pressure decides where there is any.
        return _ranges.Pressure.IsPresent
            ? pressure > _releasePressure && (_isTouching || pressure >= _contactPressure)
            : _state.IsTouching;
    }

    private PenSample Sample(long timestamp, float pressure, PenTool tool)
    {
        var (x, y) = _calibration.Map(_ranges.X.Normalize(_state.X), _ranges.Y.Normalize(_state.Y));
        var (tiltX, tiltY) = _calibration.MapTilt(_ranges.TiltX.ToDegrees(_state.TiltX), _ranges.TiltY.ToDegrees(_state.TiltY));
        if (!_ranges.Pressure.IsPresent)
        {
            pressure = _isTouching ? 1f : 0f;
        }

        return new PenSample(timestamp, x, y, _isTouching ? pressure : 0f, tiltX, tiltY, tool, _isTouching ? PenPhase.Contact : PenPhase.Hover, _state.Buttons);
    }
}
