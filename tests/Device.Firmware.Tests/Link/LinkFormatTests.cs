using Device.Link;

namespace Device.Firmware.Tests.Link;

public sealed class LinkFormatTests
{
    [Fact]
    public void The_examples_in_the_format_description_are_what_the_code_sends()
    {
        var hello = new byte[HelloRequest.Length];
        new HelloRequest(ProtocolVersion.Major, ProtocolVersion.Minor, FrameLayout.MaxPayload).Write(hello, 0);
        var power = new byte[PowerStatus.Length];
        new PowerStatus(3812, PowerStatus.UnknownPercent, BatteryLevel.Normal, true, false, 0, PowerStatus.UnknownTemperature).Write(power, 0);
        var getPower = Frame.CreateRequest(8, CommandId.GetPower, 1, []);
        Frame[] frames =
        [
            Frame.CreateRequest(7, CommandId.Hello, 1, hello),
            getPower,
            getPower.AsDuplicate(),
            Frame.CreateResponse(getPower, LinkStatus.Ok, power, false),
            Frame.CreateEvent(new EventRecord(EventId.LidClosed, 3, 0, 61_250)),
        ];

        Assert.Equal(frames.Select(frame => Convert.ToHexString(FrameGen.Encode(frame))), Examples());
    }

    private static IEnumerable<string> Examples()
    {
        var lines = RepositoryFiles.Read("docs", "formats", "link.md").Split('\n');
        return lines
            .SkipWhile(line => line != "```hex")
            .Skip(1)
            .TakeWhile(line => line != "```")
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());
    }
}
