namespace Device.Link;

/// <summary>The version of the conversation that this build speaks, exchanged in <see cref="CommandId.Hello"/>.</summary>
public static class ProtocolVersion
{
    /// <summary>Changes when an old side could not understand a new one.</summary>
    public const byte Major = 1;

    /// <summary>Changes when commands, events or fields are added.</summary>
    public const byte Minor = 0;
}
