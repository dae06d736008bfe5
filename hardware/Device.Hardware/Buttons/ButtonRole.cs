namespace Device.Hardware.Buttons;

/// <summary>What a key or switch of a machine is for.</summary>
public enum ButtonRole
{
    /// <summary>Nothing; the key is ignored.</summary>
    None = 0,

    /// <summary>Switches the machine on and off, and to sleep.</summary>
    Power = 1,

    /// <summary>Turns to the next page.</summary>
    PageForward = 2,

    /// <summary>Turns to the page before.</summary>
    PageBack = 3,

    /// <summary>Goes to the first screen.</summary>
    Home = 4,

    /// <summary>Is on while the cover is closed.</summary>
    Lid = 5,

    /// <summary>Is on while the pen is in its holder.</summary>
    PenHolder = 6,

    /// <summary>Is on while the microphone is muted.</summary>
    Mute = 7,
}
