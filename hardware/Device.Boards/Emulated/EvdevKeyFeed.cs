using System.Runtime.InteropServices;
using Device.Core.Power;
using Device.Core.Speech;
using Device.Hardware.Buttons;
using Device.Hardware.Pen;

namespace Device.Boards.Emulated;

/// <summary>Keys and switches at the kernel's event device: what somebody presses becomes input events in a pipe, which the real driver polls. Thread-safe.</summary>
internal sealed class EvdevKeyFeed : IDisposable
{
    private const int EventsPerReport = 2;

    private readonly Lock _gate = new();
    private readonly EvdevPipe _pipe = new(EventsPerReport);
    private readonly EvdevKeyState _state = EvdevKeyState.Rest();
    private readonly EvdevKeysOptions _options;
    private readonly TimeProvider _time;

    private EvdevKeyFeed(EvdevKeysOptions options, TimeProvider time, MicrophoneMute mute)
    {
        (_options, _time) = (options, time);
        Keys = new EvdevKeys([((SafeHandle)_pipe.File, ReadState)], options, time, mute) { HasMuteSwitch = true };
    }

    /// <summary>The real driver.</summary>
    public EvdevKeys Keys { get; }

    /// <summary>Opens the real driver on emulated keys.</summary>
    public static EvdevKeyFeed Open(EvdevKeysOptions options, TimeProvider time, MicrophoneMute mute) => new(options, time, mute);

    /// <summary>Presses and lets go the key of an event, or moves the switch of one; what no key or switch can say does nothing.</summary>
    public void Happen(DeviceEventKind kind)
    {
        switch (kind)
        {
            case DeviceEventKind.LidClosed or DeviceEventKind.LidOpened:
                Set(EvdevCode.Switch, EvdevKeyMap.SwitchLid, kind == DeviceEventKind.LidClosed);
                break;
            case DeviceEventKind.PenInserted or DeviceEventKind.PenRemoved:
                Set(EvdevCode.Switch, EvdevKeyMap.SwitchPenInserted, kind == DeviceEventKind.PenInserted);
                break;
            case DeviceEventKind.MicrophoneMuted or DeviceEventKind.MicrophoneUnmuted:
                Set(EvdevCode.Switch, EvdevKeyMap.SwitchMuteDevice, kind == DeviceEventKind.MicrophoneMuted);
                break;
            default:
                if (Key(kind) is { } key)
                {
                    Set(EvdevCode.Key, key, true);
                    Set(EvdevCode.Key, key, false);
                }

                break;
        }
    }

    public void Dispose() => _pipe.Dispose();

    private static ButtonRole Role(DeviceEventKind kind) => kind switch
    {
        DeviceEventKind.PowerKey => ButtonRole.Power,
        DeviceEventKind.PageForward => ButtonRole.PageForward,
        DeviceEventKind.PageBack => ButtonRole.PageBack,
        DeviceEventKind.Home => ButtonRole.Home,
        _ => ButtonRole.None,
    };

    private ushort? Key(DeviceEventKind kind)
    {
        var (role, map) = (Role(kind), new EvdevKeyMap(_options.Keys));
        for (ushort code = 0; role != ButtonRole.None && code < EvdevKeyMap.KeyCount; code++)
        {
            if (map.Key(code) == role)
            {
                return code;
            }
        }

        return null;
    }

    private void Set(ushort type, ushort code, bool isOn)
    {
        lock (_gate)
        {
            var bits = type == EvdevCode.Key ? _state.Keys : _state.Switches;
            bits[code / 8] = (byte)(isOn ? bits[code / 8] | (1 << (code % 8)) : bits[code / 8] & ~(1 << (code % 8)));
            var time = (long)_time.GetElapsedTime(0).TotalMicroseconds;
            _pipe.Put(time, type, code, isOn ? 1 : 0);
            _pipe.Report(time);
        }
    }

    private EvdevKeyState ReadState()
    {
        lock (_gate)
        {
            return new EvdevKeyState([.. _state.Keys], [.. _state.Switches]);
        }
    }
}
