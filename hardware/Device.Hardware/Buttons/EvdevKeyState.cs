namespace Device.Hardware.Buttons;

/// <summary>Every key and switch of a device at one moment, as EVIOCGKEY and EVIOCGSW give them: a bit each.</summary>
/// <param name="Keys">A bit per key that is down, <see cref="EvdevKeyMap.KeyCount"/> of them.</param>
/// <param name="Switches">A bit per switch that is on, <see cref="EvdevKeyMap.SwitchCount"/> of them.</param>
internal readonly record struct EvdevKeyState(byte[] Keys, byte[] Switches)
{
    /// <summary>Nothing is down or on.</summary>
    public static EvdevKeyState Rest() => new(new byte[EvdevKeyMap.KeyCount / 8], new byte[EvdevKeyMap.SwitchCount / 8]);
}
