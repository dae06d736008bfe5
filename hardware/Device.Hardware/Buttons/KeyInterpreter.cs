using Device.Core.Power;
using Device.Core.Speech;

namespace Device.Hardware.Buttons;

/// <summary>From contacts to what they mean: a short and a long press of the power key are two events, a page key counts when it goes down. Any thread.</summary>
internal sealed class KeyInterpreter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly DeviceEventQueue _events;
    private readonly TimeSpan _longPress;
    private readonly MicrophoneMute? _mute;
    private readonly ITimer _timer;
    private bool _isPowerDown;
    private bool _wasLong;

    /// <summary>Makes an interpreter.</summary>
    /// <param name="events">Takes the events.</param>
    /// <param name="longPress">How long the power key is held until that means off.</param>
    /// <param name="time">The clock.</param>
    /// <param name="mute">Is told of the mute switch at once, whether or not anybody reads the events; null where there is none.</param>
    public KeyInterpreter(DeviceEventQueue events, TimeSpan longPress, TimeProvider time, MicrophoneMute? mute = null)
    {
        (_events, _longPress, _mute) = (events, longPress, mute);
        _timer = time.CreateTimer(static k => ((KeyInterpreter)k!).Hold(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a contact's new state.</summary>
    public void Change(ButtonRole role, bool isOn)
    {
        lock (_gate)
        {
            switch (role)
            {
                case ButtonRole.Power:
                    Power(isOn);
                    break;
                case ButtonRole.Lid:
                    _events.Add(isOn ? DeviceEventKind.LidClosed : DeviceEventKind.LidOpened);
                    break;
                case ButtonRole.PenHolder:
                    _events.Add(isOn ? DeviceEventKind.PenInserted : DeviceEventKind.PenRemoved);
                    break;
                case ButtonRole.Mute:
                    _mute?.Set(isOn);
                    _events.Add(isOn ? DeviceEventKind.MicrophoneMuted : DeviceEventKind.MicrophoneUnmuted);
                    break;
                case ButtonRole.PageForward when isOn:
                    _events.Add(DeviceEventKind.PageForward);
                    break;
                case ButtonRole.PageBack when isOn:
                    _events.Add(DeviceEventKind.PageBack);
                    break;
                case ButtonRole.Home when isOn:
                    _events.Add(DeviceEventKind.Home);
                    break;
                default:
                    break;
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Power(bool isOn)
    {
        if (isOn == _isPowerDown)
        {
            return;
        }

        _isPowerDown = isOn;
        _ = _timer.Change(isOn ? _longPress : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!isOn && !_wasLong)
        {
            _events.Add(DeviceEventKind.PowerKey);
        }

        _wasLong = false;
    }

    private void Hold()
    {
        lock (_gate)
        {
            if (_isPowerDown && !_wasLong)
            {
                _wasLong = true;
                _events.Add(DeviceEventKind.PowerKeyHeld);
            }
        }
    }
}
