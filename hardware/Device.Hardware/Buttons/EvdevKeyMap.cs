namespace Device.Hardware.Buttons;

/// <summary>What the kernel's key and switch codes mean on a notebook (linux/input-event-codes.h).</summary>
/// <param name="keys">Roles of a board's own; go before the usual ones.</param>
internal sealed class EvdevKeyMap(IReadOnlyDictionary<int, ButtonRole> keys)
{
    /// <summary>KEY_CNT.</summary>
    public const int KeyCount = 0x300;

    /// <summary>SW_CNT, which is 17 on new kernels.</summary>
    public const int SwitchCount = 0x20;

    /// <summary>SW_LID.</summary>
    public const ushort SwitchLid = 0;

    /// <summary>SW_MUTE_DEVICE.</summary>
    public const ushort SwitchMuteDevice = 14;

    /// <summary>SW_PEN_INSERTED.</summary>
    public const ushort SwitchPenInserted = 15;

    private const ushort KeyHome = 102;
    private const ushort KeyUp = 103;
    private const ushort KeyPageUp = 104;
    private const ushort KeyLeft = 105;
    private const ushort KeyRight = 106;
    private const ushort KeyDown = 108;
    private const ushort KeyPageDown = 109;
    private const ushort KeyPower = 116;
    private const ushort KeySleep = 142;
    private const ushort KeyBack = 158;
    private const ushort KeyForward = 159;
    private const ushort KeyHomePage = 172;
    private const ushort KeyPrevious = 412;
    private const ushort KeyNext = 407;

    /// <summary>What a key is for.</summary>
    public ButtonRole Key(ushort code) => keys.TryGetValue(code, out var role) ? role : code switch
    {
        KeyPower or KeySleep => ButtonRole.Power,
        KeyPageDown or KeyNext or KeyForward or KeyRight or KeyDown => ButtonRole.PageForward,
        KeyPageUp or KeyPrevious or KeyBack or KeyLeft or KeyUp => ButtonRole.PageBack,
        KeyHome or KeyHomePage => ButtonRole.Home,
        _ => ButtonRole.None,
    };

    /// <summary>What a switch is for.</summary>
    public static ButtonRole Switch(ushort code) => code switch
    {
        SwitchLid => ButtonRole.Lid,
        SwitchMuteDevice => ButtonRole.Mute,
        SwitchPenInserted => ButtonRole.PenHolder,
        _ => ButtonRole.None,
    };

    /// <summary>Whether these switches have one that mutes the microphone.</summary>
    public static bool HasMute(ReadOnlySpan<byte> switchBits) => IsSet(switchBits, SwitchMuteDevice);

    /// <summary>Whether one of these keys or switches has a role.</summary>
    /// <param name="keyBits">A bit per key that a device has.</param>
    /// <param name="switchBits">A bit per switch that it has.</param>
    public bool HasRole(ReadOnlySpan<byte> keyBits, ReadOnlySpan<byte> switchBits)
    {
        for (ushort code = 0; code < keyBits.Length * 8; code++)
        {
            if (IsSet(keyBits, code) && Key(code) != ButtonRole.None)
            {
                return true;
            }
        }

        for (ushort code = 0; code < switchBits.Length * 8; code++)
        {
            if (IsSet(switchBits, code) && Switch(code) != ButtonRole.None)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a code's bit is set.</summary>
    public static bool IsSet(ReadOnlySpan<byte> bits, int code) => (bits[code / 8] & (1 << (code % 8))) != 0;
}
