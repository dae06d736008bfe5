using CsCheck;
using Device.Core.Touch;
using Device.Hardware.Touch;

namespace Device.Hardware.Tests.Touch;

public sealed class EvdevTouchDecoderTests
{
    private static readonly int[] Types = [0, 3, 3, 3, 3, 1];
    private static readonly int[] Codes = [0, 0, 3, 0x2F, 0x2F, 0x30, 0x35, 0x36, 0x37, 0x39, 0x39];

    [Fact]
    public void A_finger_comes_moves_and_goes_at_its_place_in_millimetres()
    {
        var contacts = new TouchStream()
            .Slot(0).Id(7).At(1_000, 500).Size(80, 60).Report()
            .Event(3, 0x35, 1_100).Report()
            .Id(-1).Report()
            .Decode();
        Assert.Equal([TouchPhase.Down, TouchPhase.Move, TouchPhase.Up], contacts.Select(c => c.Phase));
        Assert.Equal([(100f, 50f), (110f, 50f), (110f, 50f)], contacts.Select(c => (c.X, c.Y)));
        Assert.Equal((8f, 6f), (contacts[0].Major, contacts[0].Minor));
        Assert.Equal([5_000_000, 5_010_000, 5_020_000], contacts.Select(c => c.TimestampMicroseconds));
        Assert.Single(contacts.Select(c => c.Id).Distinct());
    }

    [Fact]
    public void Two_fingers_in_one_report_are_told_apart()
    {
        var contacts = new TouchStream()
            .Slot(0).Id(1).At(100, 100).Slot(1).Id(2).At(900, 100).Report()
            .Slot(1).At(950, 100).Report()
            .Slot(0).Id(-1).Report()
            .Decode();
        Assert.Equal([(0, TouchPhase.Down), (1, TouchPhase.Down), (1, TouchPhase.Move), (0, TouchPhase.Up)], contacts.Select(c => (c.Id, c.Phase)));
    }

    [Fact]
    public void A_report_in_which_nothing_changed_says_nothing() =>
        Assert.Single(new TouchStream().Slot(0).Id(1).At(1, 1).Report().Report().Event(3, 0x3A, 50).Report().Decode());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_finger_may_leave_a_slot_and_another_take_it_within_one_report(bool isLiftedFirst)
    {
        var stream = new TouchStream().Slot(0).Id(1).At(100, 100).Report();
        var contacts = (isLiftedFirst ? stream.Id(-1) : stream).Id(2).At(1_900, 900).Report().Decode();
        Assert.Equal(
            [(0, TouchPhase.Down, 10f), (0, TouchPhase.Up, 10f), (1, TouchPhase.Down, 190f)],
            contacts.Select(c => (c.Id, c.Phase, MathF.Round(c.X, 3))));
    }

    [Fact]
    public void A_finger_that_came_and_went_within_one_report_was_not_there() =>
        Assert.Empty(new TouchStream().Slot(0).Id(1).At(100, 100).Id(-1).Report().Decode());

    [Fact]
    public void A_palm_is_told_by_its_tool() =>
        Assert.Equal([false, true], new TouchStream().Slot(0).Id(1).At(1, 1).Report().Tool(2).Report().Decode().Select(c => c.IsPalm));

    [Fact]
    public void After_a_loss_what_is_gone_is_cancelled_what_stays_goes_on_and_what_is_new_begins()
    {
        var contacts = new TouchStream()
            .Slot(0).Id(1).At(100, 100).Slot(1).Id(2).At(200, 100).Report()
            .Dropped().Slot(0).Id(-1).At(5, 5).Report()
            .Slot(1).Id(-1).Report()
            .Decode([TouchSlot.Empty, new TouchSlot(2, 300, 100, 0, 0, 0), new TouchSlot(3, 400, 100, 0, 0, 0)]);
        Assert.Equal(
            [(0, TouchPhase.Down, 10f), (1, TouchPhase.Down, 20f), (0, TouchPhase.Cancel, 10f), (1, TouchPhase.Move, 30f), (2, TouchPhase.Down, 40f), (1, TouchPhase.Up, 30f)],
            contacts.Select(c => (c.Id, c.Phase, MathF.Round(c.X, 3))));
    }

    [Fact]
    public void A_slot_that_was_taken_by_another_finger_during_a_loss_is_cancelled_first()
    {
        var contacts = new TouchStream()
            .Slot(0).Id(1).At(100, 100).Report().Dropped().Report()
            .Decode([new TouchSlot(2, 300, 100, 0, 0, 0)]);
        Assert.Equal([(0, TouchPhase.Down), (0, TouchPhase.Cancel), (1, TouchPhase.Down)], contacts.Select(c => (c.Id, c.Phase)));
    }

    [Fact]
    public void Slots_beyond_the_limit_are_ignored()
    {
        var contacts = new TouchStream().Slot(99).Id(1).At(1, 1).Slot(-3).Id(1).Slot(15).Id(2).At(5, 5).Report()
            .Decode(ranges: TouchStream.Ranges with { Slots = 100 });
        Assert.Equal(0.5f, Assert.Single(contacts).X);
    }

    [Fact]
    public void Leaving_cancels_what_lies_on_the_glass()
    {
        var decoder = new EvdevTouchDecoder(TouchStream.Ranges, TouchStream.Options);
        _ = TouchStream.Decode(decoder, new TouchStream().Slot(0).Id(1).At(1, 1).Report().Bytes, []);
        var output = new TouchContact[EvdevTouchDecoder.MaxContactsPerEvent];
        Assert.Equal(1, decoder.Leave(9, output));
        Assert.Equal(TouchPhase.Cancel, output[0].Phase);
        Assert.Equal(0, decoder.Leave(9, output));
    }

    [Fact]
    public void Whatever_the_kernel_sends_each_contact_begins_once_and_ends_once()
    {
        var word = Gen.Select(
            Gen.Int[0, 5].Select(i => Types[i]),
            Gen.Int[0, 10].Select(i => Codes[i]),
            Gen.OneOf(Gen.Int[-2, 12], Gen.Int));
        word.Array[0, 300].Sample(script =>
        {
            var stream = new TouchStream();
            foreach (var (type, code, value) in script)
            {
                _ = stream.Event(type, code, value);
            }

            Check(stream.Bytes);
        });
        Gen.Byte.Array[0, 24 * 100].Sample(Check);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        _ = Allocated();
        Assert.Equal(0, Allocated());
    }

    private static long Allocated()
    {
        var decoder = new EvdevTouchDecoder(TouchStream.Ranges, TouchStream.Options);
        var output = new TouchContact[EvdevTouchDecoder.MaxContactsPerEvent];
        var bytes = new TouchStream().Slot(0).Id(1).At(1, 1).Slot(1).Id(2).At(9, 9).Report().Slot(0).At(2, 2).Report().Id(-1).Slot(1).Id(-1).Report().Bytes;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 100; run++)
        {
            for (var at = 0; at < bytes.Length; at += Device.Hardware.Pen.EvdevEvent.Length)
            {
                _ = decoder.Push(Device.Hardware.Pen.EvdevEvent.Read(bytes.AsSpan(at)), output);
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Check(byte[] bytes)
    {
        var decoder = new EvdevTouchDecoder(TouchStream.Ranges, TouchStream.Options);
        var contacts = TouchStream.Decode(decoder, bytes, [new TouchSlot(5, 1, 1, 1, 1, 0), TouchSlot.Empty, new TouchSlot(3, 2, 2, 2, 2, 2)]);
        var output = new TouchContact[EvdevTouchDecoder.MaxContactsPerEvent];
        contacts.AddRange(output[..decoder.Leave(0, output)]);
        var down = new HashSet<int>();
        foreach (var contact in contacts)
        {
            Assert.InRange(contact.X, 0, 200);
            Assert.InRange(contact.Y, 0, 100);
            Assert.True(contact.Phase switch
            {
                TouchPhase.Down => down.Add(contact.Id),
                TouchPhase.Move => down.Contains(contact.Id),
                _ => down.Remove(contact.Id),
            });
        }

        Assert.Empty(down);
    }
}
