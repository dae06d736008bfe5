using CsCheck;
using Device.Link;

namespace Device.Firmware.Tests.Link;

public sealed class PayloadTests
{
    [Fact]
    public void Hello_survives_the_wire()
    {
        var name = Gen.Char[' ', '~'].Array[0, 16].Select(letters => new string(letters));
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, Gen.UShort, Gen.UInt, name).Sample((major, minor, max, patch, capabilities, board) =>
        {
            var request = new byte[HelloRequest.Length];
            new HelloRequest(major, minor, max).Write(request, 0);
            var reply = new byte[HelloReply.Length];
            new HelloReply(major, minor, max, minor, major, patch, (CapabilityFlags)capabilities, board).Write(reply, 0);
            return HelloRequest.TryRead(request, out var asked)
                && asked.Equals(new HelloRequest(major, minor, max))
                && HelloReply.TryRead(reply, out var answered)
                && answered.Equals(new HelloReply(major, minor, max, minor, major, patch, (CapabilityFlags)capabilities, board));
        });
    }

    [Fact]
    public void A_board_name_is_cut_to_16_characters_and_to_ascii()
    {
        var payload = new byte[HelloReply.Length];
        new HelloReply(1, 0, 240, 0, 1, 0, CapabilityFlags.None, "книга-notebook-two").Write(payload, 0);
        Assert.True(HelloReply.TryRead(payload, out var reply));
        Assert.Equal("?????-notebook-t", reply.Board);
    }

    [Fact]
    public void Power_survives_the_wire()
    {
        Gen.Select(Gen.UShort, Gen.Byte, Gen.Byte[0, 4], Gen.Bool, Gen.Bool, Gen.Short, Gen.Short).Sample((mv, percent, level, external, charging, ma, temperature) =>
        {
            var sent = new PowerStatus(mv, percent, (BatteryLevel)level, external, charging, ma, temperature);
            var payload = new byte[PowerStatus.Length];
            sent.Write(payload, 0);
            return PowerStatus.TryRead(payload, out var received) && received.Equals(sent);
        });
    }

    [Fact]
    public void Events_inputs_and_watchdog_survive_the_wire()
    {
        Gen.Select(Gen.UShort, Gen.Byte, Gen.Byte, Gen.UInt, Gen.Bool, Gen.Bool, Gen.Bool).Sample((id, sequence, lost, uptime, button, lid, pen) =>
        {
            var record = new EventRecord((EventId)id, sequence, lost, uptime);
            var inputs = new InputStatus(button, lid, pen);
            var watchdog = new WatchdogSettings(uptime);
            byte[] a = new byte[EventRecord.Length], b = new byte[InputStatus.Length], c = new byte[WatchdogSettings.Length];
            record.Write(a, 0);
            inputs.Write(b, 0);
            watchdog.Write(c, 0);
            return EventRecord.TryRead(a, out var record2) && record2.Equals(record)
                && InputStatus.TryRead(b, out var inputs2) && inputs2.Equals(inputs)
                && WatchdogSettings.TryRead(c, out var watchdog2) && watchdog2.Equals(watchdog);
        });
    }

    [Fact]
    public void Fields_that_a_later_version_appends_are_ignored_and_shorter_payloads_are_refused()
    {
        Gen.Byte.Array[0, 64].Sample(payload =>
            HelloRequest.TryRead(payload, out _) == payload.Length >= HelloRequest.Length
            && HelloReply.TryRead(payload, out _) == payload.Length >= HelloReply.Length
            && PowerStatus.TryRead(payload, out _) == payload.Length >= PowerStatus.Length
            && InputStatus.TryRead(payload, out _) == payload.Length >= InputStatus.Length
            && WatchdogSettings.TryRead(payload, out _) == payload.Length >= WatchdogSettings.Length
            && EventRecord.TryRead(payload, out _) == payload.Length >= EventRecord.Length);
    }
}
