using CsCheck;
using Device.Coprocessor;
using Device.Firmware.Tests.Link;
using Device.Link;

namespace Device.Firmware.Tests.Coprocessor;

public sealed class LinkEndpointTests : IBytePort
{
    private readonly FakeBoard _board = new FakeBoard().SwitchedOn();
    private readonly FrameDecoder _decoder = new();
    private readonly List<Frame> _received = [];
    private readonly LinkEndpoint _link;
    private byte _sequence;

    public LinkEndpointTests() => _link = new LinkEndpoint(_board.Supervisor, this);

    [Fact]
    public void Hello_says_who_is_there()
    {
        var answer = Hello(ProtocolVersion.Major);
        Assert.Equal(LinkStatus.Ok, answer.Status);
        Assert.True(HelloReply.TryRead(answer.Payload, out var reply));
        Assert.Equal(("test", ProtocolVersion.Major, (byte)FrameLayout.MaxPayload), (reply.Board, reply.ProtocolMajor, reply.MaxPayload));
        Assert.True(reply.Capabilities.HasFlag(CapabilityFlags.PowerButton));
    }

    [Fact]
    public void Nothing_but_hello_is_done_before_hello_or_across_a_major_version()
    {
        Assert.Equal(LinkStatus.HelloRequired, Ask(CommandId.PowerOff, 0, 0, 0, 0).Status);
        Assert.Equal(LinkStatus.ProtocolMismatch, Hello(ProtocolVersion.Major + 1).Status);
        Assert.Equal(LinkStatus.ProtocolMismatch, Ask(CommandId.PowerOff, 0, 0, 0, 0).Status);
        _board.Run(100);
        Assert.True(_board.HostOn);
        Hello(ProtocolVersion.Major);
        Assert.Equal(LinkStatus.Ok, Ask(CommandId.PowerOff, 0, 0, 0, 0).Status);
        _board.Run(100);
        Assert.False(_board.HostOn);
    }

    [Fact]
    public void Refusals_say_why()
    {
        Hello(ProtocolVersion.Major);
        Assert.Equal(LinkStatus.UnknownCommand, Ask((CommandId)0x7777).Status);
        Assert.Equal(LinkStatus.UnknownCommand, Ask(CommandId.None).Status);
        Assert.Equal(LinkStatus.BadPayload, Ask(CommandId.PowerOff, 1, 2, 3).Status);
        Assert.Equal(LinkStatus.BadPayload, Ask(CommandId.PowerOff, 0, 0, 0, 1).Status);
        Assert.Equal(LinkStatus.BadPayload, Ask(CommandId.SetWatchdog, 1, 0, 0, 0).Status);
        Assert.Equal(LinkStatus.BadPayload, Ask(CommandId.Hello, 1).Status);
        Assert.Equal(LinkStatus.UnsupportedVersion, Exchange(Frame.CreateRequest(_sequence++, CommandId.Ping, 2, [])).Status);
        Assert.Equal([1, 1], Ask(CommandId.GetCommandVersions, 0x00, 0x01).Payload);
        Assert.Equal(LinkStatus.UnknownCommand, Ask(CommandId.GetCommandVersions, 0x77, 0x77).Status);
    }

    [Fact]
    public void Ping_power_and_inputs_are_answered()
    {
        Hello(ProtocolVersion.Major);
        Assert.Equal([4, 0, 5], Ask(CommandId.Ping, 4, 0, 5).Payload);
        _board.Lid = true;
        _board.Millivolts = 3812;
        _board.Run(100);
        Assert.True(PowerStatus.TryRead(Ask(CommandId.GetPower).Payload, out var power));
        Assert.Equal((3812, BatteryLevel.Normal, false), (power.BatteryMillivolts, power.Level, power.IsExternalPower));
        Assert.True(InputStatus.TryRead(Ask(CommandId.GetInputs).Payload, out var inputs));
        Assert.Equal(new InputStatus(false, true, false), inputs);
    }

    [Fact]
    public void An_event_rings_once_and_is_fetched_once_even_when_its_answer_is_lost()
    {
        Hello(ProtocolVersion.Major);
        _board.Lid = true;
        _board.Run(100);
        _board.Lid = false;
        _board.Run(100);
        _link.RingForEvents();
        _link.RingForEvents();
        var bell = Assert.Single(_received);
        Assert.Equal((FrameKind.Event, (ushort)EventId.LidOpened), (bell.Kind, bell.Command));
        _received.Clear();

        var request = Frame.CreateRequest(_sequence++, CommandId.GetEvent, 1, []);
        var lost = Exchange(request);
        var repeated = Exchange(request.AsDuplicate());
        Assert.True(FrameGen.Same(lost, repeated));
        Assert.True(repeated.HasMore);
        Assert.True(EventRecord.TryRead(repeated.Payload, out var first));
        Assert.Equal(EventId.LidClosed, first.Id);

        var next = Ask(CommandId.GetEvent);
        Assert.False(next.HasMore);
        Assert.True(EventRecord.TryRead(next.Payload, out var second));
        Assert.Equal((EventId.LidOpened, (byte)(first.Sequence + 1)), (second.Id, second.Sequence));
        Assert.Equal(LinkStatus.NoEvent, Ask(CommandId.GetEvent).Status);
    }

    [Fact]
    public void A_processor_whose_heartbeat_stops_is_reset()
    {
        Hello(ProtocolVersion.Major);
        Ask(CommandId.SetWatchdog, 0xD0, 0x07, 0, 0);
        for (var i = 0; i < 10; i++)
        {
            _board.Run(1500);
            Assert.Equal(LinkStatus.Ok, Ask(CommandId.Heartbeat).Status);
        }

        Assert.Equal(0, _board.Resets);
        _board.Run(2100);
        Assert.Equal(1, _board.Resets);
    }

    [Fact]
    public void A_frame_that_is_no_request_is_counted_and_not_answered()
    {
        foreach (var value in FrameGen.Encode(new Frame(FrameKind.Response, 0, 1, 0, [], false, false)))
        {
            _link.Receive([value], 1, _board.Now);
        }

        Assert.Empty(_received);
        Assert.Equal(1, _link.NotRequests);
    }

    [Fact]
    public void No_bytes_and_no_request_can_stop_it()
    {
        var frames = Gen.Select(FrameGen.Frame, Gen.UShort[0, 0x0110], Gen.Byte[0, 2], (frame, command, version) =>
            FrameGen.Encode(new Frame(frame.Kind, frame.Sequence, command, version, frame.Payload, frame.IsDuplicate, frame.HasMore)));
        Gen.OneOf(FrameGen.Noise, frames).Array[1, 40].Sample(chunks =>
        {
            var board = new FakeBoard().SwitchedOn();
            var link = new LinkEndpoint(board.Supervisor, this);
            foreach (var chunk in chunks)
            {
                link.Receive(chunk, chunk.Length, board.Now);
                board.Run(10);
                link.RingForEvents();
            }

            _received.Clear();
        }, threads: 1);
        Assert.Equal(0, _decoder.Counters.Refused);
    }

    void IBytePort.Write(byte[] data, int count) => _received.AddRange(FrameGen.Decode(_decoder, data.Take(count)));

    private Frame Hello(int major) => Ask(CommandId.Hello, (byte)major, 0, 240, 0);

    private Frame Ask(CommandId command, params byte[] payload) => Exchange(Frame.CreateRequest(_sequence++, command, 1, payload));

    private Frame Exchange(Frame request)
    {
        var wire = FrameGen.Encode(request);
        _link.Receive(wire, wire.Length, _board.Now);
        var answer = Assert.Single(_received);
        _received.Clear();
        Assert.Equal((FrameKind.Response, request.Sequence, request.Command), (answer.Kind, answer.Sequence, answer.Command));
        return answer;
    }
}
