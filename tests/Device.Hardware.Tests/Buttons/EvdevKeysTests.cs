using System.IO.Pipes;
using CsCheck;
using Device.Core.Power;
using Device.Hardware.Buttons;
using Device.Hardware.Pen;
using Microsoft.Extensions.Time.Testing;

namespace Device.Hardware.Tests.Buttons;

public sealed class EvdevKeysTests
{
    private const ushort Key = 1;
    private const ushort Switch = 5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Keys_and_switches_of_the_kernel_have_their_roles()
    {
        Assert.Equal(
            [(ButtonRole.Power, true), (ButtonRole.Power, false), (ButtonRole.PageForward, true), (ButtonRole.PageBack, true), (ButtonRole.Lid, true), (ButtonRole.PenHolder, true), (ButtonRole.Mute, true)],
            Decode((Key, 116, 1), (Key, 116, 0), (Key, 109, 1), (Key, 104, 1), (Switch, 0, 1), (Switch, 15, 1), (Switch, 14, 1)));
    }

    [Fact]
    public void A_key_that_repeats_is_pressed_once() =>
        Assert.Equal([(ButtonRole.PageForward, true), (ButtonRole.PageForward, false)], Decode((Key, 109, 1), (Key, 109, 2), (Key, 109, 2), (Key, 109, 0)));

    [Fact]
    public void A_board_may_name_its_own_keys_and_switch_others_off() =>
        Assert.Equal(
            [(ButtonRole.PageForward, true)],
            Decode(new Dictionary<int, ButtonRole> { [0x2C0] = ButtonRole.PageForward, [116] = ButtonRole.None }, (Key, 0x2C0, 1), (Key, 116, 1)));

    [Fact]
    public void After_lost_events_the_state_is_what_the_kernel_says()
    {
        var changes = new List<(ButtonRole, bool)>();
        var decoder = new EvdevKeyDecoder(new EvdevKeyMap(new Dictionary<int, ButtonRole>()), (r, on) => changes.Add((r, on)));
        decoder.Push(new EvdevEvent(0, Switch, 0, 1));
        decoder.Push(new EvdevEvent(0, 0, 3, 0));
        decoder.Push(new EvdevEvent(0, Key, 116, 1));
        Assert.False(decoder.NeedsState);
        decoder.Push(new EvdevEvent(0, 0, 0, 0));
        Assert.True(decoder.NeedsState);
        var state = EvdevKeyState.Rest();
        state.Keys[109 / 8] |= 1 << (109 % 8);
        decoder.Resume(state);
        Assert.Equal([(ButtonRole.Lid, true), (ButtonRole.PageForward, true), (ButtonRole.Lid, false)], changes);
        Assert.Equal((1, false), (decoder.Drops, decoder.NeedsState));
    }

    [Fact]
    public void Whatever_the_kernel_sends_changes_take_turns()
    {
        Gen.Select(Gen.UShort[0, 6], Gen.UShort[0, 900], Gen.Int[-1, 3]).Array[0, 400].Sample(items =>
        {
            var last = new Dictionary<ButtonRole, bool>();
            var isFine = true;
            var map = new EvdevKeyMap(new Dictionary<int, ButtonRole>());
            var decoder = new EvdevKeyDecoder(map, (role, on) => isFine &= Enum.IsDefined(role));
            foreach (var (type, code, value) in items)
            {
                decoder.Push(new EvdevEvent(0, type, code, value));
                if (decoder.NeedsState)
                {
                    decoder.Resume(EvdevKeyState.Rest());
                }
            }

            return isFine;
        });
    }

    [Fact]
    public async Task Events_come_through_the_real_thread_and_calls_however_the_bytes_are_cut()
    {
        await using var kernel = new AnonymousPipeServerStream(PipeDirection.Out);
        var initial = EvdevKeyState.Rest();
        initial.Switches[0] = 1;
        using var keys = new EvdevKeys([(kernel.ClientSafePipeHandle, () => initial)], new EvdevKeysOptions(), new FakeTimeProvider());
        var bytes = new[] { (Key, (ushort)109, 1), (Key, (ushort)109, 0), (Switch, (ushort)0, 0), (Key, (ushort)116, 1), (Key, (ushort)116, 0) }
            .SelectMany(e => Bytes(e.Item1, e.Item2, e.Item3)).ToArray();
        for (var at = 0; at < bytes.Length; at += 7)
        {
            kernel.Write(bytes.AsSpan(at, Math.Min(7, bytes.Length - at)));
        }

        await kernel.DisposeAsync();
        var told = new List<DeviceEventKind>();
        await foreach (var item in keys.ReadAllAsync(Stop))
        {
            told.Add(item.Kind);
        }

        Assert.Equal([DeviceEventKind.LidClosed, DeviceEventKind.PageForward, DeviceEventKind.LidOpened, DeviceEventKind.PowerKey], told);
    }

    [Fact]
    public void Options_with_a_key_that_does_not_exist_are_refused() =>
        Assert.Equal(
            ["devices[0]", "keys.9999", "keys.5"],
            new EvdevKeysOptions { Devices = ["event0"], Keys = new Dictionary<int, ButtonRole> { [9999] = ButtonRole.Power, [5] = ButtonRole.Lid } }.Validate().Select(f => f.Field));

    private static List<(ButtonRole, bool)> Decode(params (ushort Type, ushort Code, int Value)[] events) => Decode(new Dictionary<int, ButtonRole>(), events);

    private static List<(ButtonRole, bool)> Decode(IReadOnlyDictionary<int, ButtonRole> keys, params (ushort Type, ushort Code, int Value)[] events)
    {
        var changes = new List<(ButtonRole, bool)>();
        var decoder = new EvdevKeyDecoder(new EvdevKeyMap(keys), (role, on) => changes.Add((role, on)));
        foreach (var (type, code, value) in events)
        {
            decoder.Push(new EvdevEvent(0, type, code, value));
        }

        return changes;
    }

    private static byte[] Bytes(ushort type, ushort code, int value)
    {
        var bytes = new byte[EvdevEvent.Length];
        BitConverter.TryWriteBytes(bytes.AsSpan(16), type);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), code);
        BitConverter.TryWriteBytes(bytes.AsSpan(20), value);
        return bytes;
    }
}
