using Device.Hardware.Pen;

namespace Device.Hardware.Buttons;

/// <summary>From input events of a device with keys and switches to changes of what has a role. Pure; one caller.</summary>
/// <param name="map">What the codes mean.</param>
/// <param name="change">Takes a role and whether it is on now; called only for changes.</param>
internal sealed class EvdevKeyDecoder(EvdevKeyMap map, Action<ButtonRole, bool> change)
{
    private readonly bool[] _keys = new bool[EvdevKeyMap.KeyCount];
    private readonly bool[] _switches = new bool[EvdevKeyMap.SwitchCount];
    private bool _isSkipping;

    /// <summary>How often the kernel lost events because they were not taken in time.</summary>
    public long Drops { get; private set; }

    /// <summary>Whether the device's state must be read anew, with <see cref="Resume"/>, before the next event.</summary>
    public bool NeedsState { get; private set; }

    /// <summary>Takes an event.</summary>
    public void Push(in EvdevEvent item)
    {
        if (item.Type == EvdevCode.Syn)
        {
            Synchronise(item.Code);
            return;
        }

        // Values above 1 are a key that repeats.
        if (_isSkipping || item.Value is not (0 or 1))
        {
            return;
        }

        if (item.Type == EvdevCode.Key && item.Code < _keys.Length)
        {
            Set(_keys, item.Code, item.Value == 1, map.Key(item.Code));
        }
        else if (item.Type == EvdevCode.Switch && item.Code < _switches.Length)
        {
            Set(_switches, item.Code, item.Value == 1, EvdevKeyMap.Switch(item.Code));
        }
    }

    /// <summary>Takes the device's whole state: at the start, and when events were lost.</summary>
    public void Resume(in EvdevKeyState state)
    {
        NeedsState = false;
        for (ushort code = 0; code < _keys.Length; code++)
        {
            Set(_keys, code, EvdevKeyMap.IsSet(state.Keys, code), map.Key(code));
        }

        for (ushort code = 0; code < _switches.Length; code++)
        {
            Set(_switches, code, EvdevKeyMap.IsSet(state.Switches, code), EvdevKeyMap.Switch(code));
        }
    }

    private void Synchronise(ushort code)
    {
        if (code == EvdevCode.SynDropped)
        {
            Drops++;
            _isSkipping = true;
        }
        else if (code == EvdevCode.SynReport && _isSkipping)
        {
            _isSkipping = false;
            NeedsState = true;
        }
    }

    private void Set(bool[] states, ushort code, bool isOn, ButtonRole role)
    {
        if (states[code] == isOn)
        {
            return;
        }

        states[code] = isOn;
        if (role != ButtonRole.None)
        {
            change(role, isOn);
        }
    }
}
