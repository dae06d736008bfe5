using Device.Link;

namespace Device.Firmware.Tests.Link;

public sealed class LinkNumbersTests
{
    // Machines in the field speak these numbers: a line may be added, none may change.
    private const string Golden = """
        BatteryLevel.Critical=3
        BatteryLevel.Cut=4
        BatteryLevel.Low=2
        BatteryLevel.Normal=1
        BatteryLevel.Unknown=0
        CapabilityFlags.BatteryGauge=8
        CapabilityFlags.HostWatchdog=16
        CapabilityFlags.Lid=2
        CapabilityFlags.None=0
        CapabilityFlags.PenWake=4
        CapabilityFlags.PowerButton=1
        CommandId.GetCommandVersions=4
        CommandId.GetEvent=3
        CommandId.GetInputs=257
        CommandId.GetPower=256
        CommandId.Heartbeat=260
        CommandId.Hello=1
        CommandId.None=0
        CommandId.Ping=2
        CommandId.PowerOff=258
        CommandId.SetWatchdog=259
        EventId.BatteryCritical=7
        EventId.BatteryLow=6
        EventId.BatteryRecovered=8
        EventId.ExternalPowerOff=10
        EventId.ExternalPowerOn=9
        EventId.HostReset=11
        EventId.LidClosed=3
        EventId.LidOpened=4
        EventId.None=0
        EventId.PenNear=5
        EventId.PowerButtonLong=2
        EventId.PowerButtonShort=1
        FrameKind.Event=3
        FrameKind.Request=1
        FrameKind.Response=2
        LinkStatus.BadPayload=3
        LinkStatus.HelloRequired=4
        LinkStatus.NoEvent=7
        LinkStatus.Ok=0
        LinkStatus.ProtocolMismatch=5
        LinkStatus.Refused=6
        LinkStatus.UnknownCommand=1
        LinkStatus.UnsupportedVersion=2
        """;

    [Fact]
    public void Numbers_on_the_wire_never_change()
    {
        var now = typeof(Frame).Assembly.GetExportedTypes()
            .Where(type => type.IsEnum)
            .SelectMany(type => Enum.GetValues(type).Cast<object>().Select(value => $"{type.Name}.{value}={Convert.ToInt64(value, null)}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(Golden, string.Join("\n", now));
    }
}
