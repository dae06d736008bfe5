using CsCheck;
using Device.Core.Ink;
using Device.Core.Touch;

namespace Device.Core.Tests.Touch;

public sealed class PalmRejectionTests
{
    private static readonly TouchPhase[] Nothing = [];

    private readonly TouchContact[] _output = new TouchContact[PalmRejection.MostReports];
    private PalmRejection _palms = new(new PalmRejectionOptions { HoldMilliseconds = 400, LargestFinger = 22 });

    [Fact]
    public void Fingers_get_through_while_there_is_no_pen() =>
        Assert.Equal([TouchPhase.Down, TouchPhase.Move, TouchPhase.Up], [.. Touch(0, 1, TouchPhase.Down), .. Touch(10, 1, TouchPhase.Move), .. Touch(20, 1, TouchPhase.Up)]);

    [Fact]
    public void A_pen_that_comes_near_cancels_touches_and_lets_no_new_one_begin()
    {
        _ = Touch(0, 1, TouchPhase.Down);
        _ = Touch(5, 2, TouchPhase.Down);
        Assert.Equal([TouchPhase.Cancel, TouchPhase.Cancel], Pen(10, PenPhase.Hover));
        Assert.Equal(Nothing, [.. Touch(20, 1, TouchPhase.Up), .. Touch(30, 3, TouchPhase.Down), .. Touch(40, 3, TouchPhase.Up)]);
        Assert.Equal(3, _palms.Rejected);
    }

    [Fact]
    public void A_touch_that_began_while_the_pen_was_near_is_ignored_until_it_is_lifted()
    {
        _ = Pen(0, PenPhase.Contact);
        _ = Touch(10, 1, TouchPhase.Down);
        _ = Pen(20, PenPhase.Away);
        Assert.Equal(Nothing, [.. Touch(5_000, 1, TouchPhase.Move), .. Touch(5_010, 1, TouchPhase.Up)]);
        Assert.Equal([TouchPhase.Down], Touch(5_020, 2, TouchPhase.Down));
    }

    [Fact]
    public void Touches_are_held_off_for_a_while_after_the_pen_has_left()
    {
        _ = Pen(0, PenPhase.Hover);
        _ = Pen(1_000, PenPhase.Away);
        Assert.Equal(Nothing, [.. Touch(1_399, 1, TouchPhase.Down), .. Touch(1_450, 1, TouchPhase.Up)]);
        Assert.Equal([TouchPhase.Down], Touch(1_400, 2, TouchPhase.Down));
    }

    [Fact]
    public void What_the_glass_calls_a_palm_is_one_from_the_start_or_from_when_it_says_so()
    {
        Assert.Equal(Nothing, [.. Touch(0, 1, TouchPhase.Down, isPalm: true), .. Touch(1, 1, TouchPhase.Move), .. Touch(2, 1, TouchPhase.Up)]);
        Assert.Equal(
            [TouchPhase.Down, TouchPhase.Cancel],
            [.. Touch(3, 2, TouchPhase.Down), .. Touch(4, 2, TouchPhase.Move, isPalm: true), .. Touch(5, 2, TouchPhase.Move), .. Touch(6, 2, TouchPhase.Up)]);
    }

    [Fact]
    public void A_large_contact_is_a_palm_for_its_whole_life()
    {
        Assert.Equal([TouchPhase.Down], Touch(0, 1, TouchPhase.Down, major: 21.9f));
        Assert.Equal([TouchPhase.Cancel], Touch(1, 1, TouchPhase.Move, major: 22));
        Assert.Equal(Nothing, [.. Touch(2, 1, TouchPhase.Move, major: 5), .. Touch(3, 1, TouchPhase.Up, major: 5)]);
        Assert.Equal(Nothing, [.. Touch(4, 2, TouchPhase.Down, major: 40), .. Touch(5, 2, TouchPhase.Move, major: 5), .. Touch(6, 2, TouchPhase.Up, major: 5)]);
    }

    [Fact]
    public void The_place_of_the_writing_hand_does_not_count_for_a_while()
    {
        _palms = new PalmRejection(new PalmRejectionOptions { Hand = WritingHand.Right, HoldMilliseconds = 100, ZoneMilliseconds = 2_000, ZoneMargin = 5 });
        _ = Pen(0, PenPhase.Contact, 100, 100);
        _ = Pen(10, PenPhase.Away, 100, 100);
        Assert.Equal(Nothing, Touch(1_000, 1, TouchPhase.Down, x: 120, y: 130));
        Assert.Equal([TouchPhase.Down], Touch(1_000, 2, TouchPhase.Down, x: 80, y: 130));
        Assert.Equal([TouchPhase.Down], Touch(1_000, 3, TouchPhase.Down, x: 120, y: 90));
        Assert.Equal([TouchPhase.Down], Touch(2_011, 4, TouchPhase.Down, x: 120, y: 130));
        _palms = new PalmRejection(new PalmRejectionOptions { Hand = WritingHand.Left, HoldMilliseconds = 0 });
        _ = Pen(0, PenPhase.Contact, 100, 100);
        _ = Pen(10, PenPhase.Away, 100, 100);
        Assert.Equal(Nothing, Touch(100, 1, TouchPhase.Down, x: 80, y: 130));
        Assert.Equal([TouchPhase.Down], Touch(100, 2, TouchPhase.Down, x: 130, y: 130));
    }

    [Fact]
    public void Contacts_beyond_the_limit_are_ignored()
    {
        for (var i = 0; i < TouchContact.Most; i++)
        {
            _ = Touch(0, i, TouchPhase.Down);
        }

        Assert.Equal(Nothing, [.. Touch(1, 99, TouchPhase.Down), .. Touch(2, 99, TouchPhase.Move), .. Touch(3, 99, TouchPhase.Up)]);
        Assert.Equal([TouchPhase.Up], Touch(4, 0, TouchPhase.Up));
        Assert.Equal([TouchPhase.Down], Touch(5, 100, TouchPhase.Down));
    }

    [Fact]
    public void Whatever_comes_each_touch_begins_once_and_ends_once_and_none_begins_near_the_pen()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 4], Gen.Int[0, 300], Gen.Int[0, 30], Gen.Bool);
        step.Array[1, 200].Sample(script =>
        {
            var palms = new PalmRejection();
            var (down, output) = (new HashSet<int>(), new TouchContact[PalmRejection.MostReports]);
            var (now, isNear, left) = (0L, false, long.MinValue / 2);
            foreach (var (kind, id, wait, size, isPalm) in script)
            {
                now += wait * 1_000;
                int count;
                if (kind >= 4)
                {
                    left = isNear && kind == 5 ? now : left;
                    isNear = kind == 4;
                    count = palms.Push(new PenSample(now, 0, 0, 0, 0, 0, PenTool.Tip, isNear ? PenPhase.Hover : PenPhase.Away), output);
                }
                else
                {
                    count = palms.Push(new TouchContact(now, id, 0, 0, size, 0, isPalm, (TouchPhase)kind), output);
                }

                foreach (var contact in output[..count])
                {
                    switch (contact.Phase)
                    {
                        case TouchPhase.Down:
                            Assert.True(down.Add(contact.Id));
                            Assert.False(isNear);
                            Assert.True(now - left >= 400_000);
                            Assert.False(contact.IsPalm || contact.Major >= 22);
                            break;
                        case TouchPhase.Move:
                            Assert.Contains(contact.Id, down);
                            break;
                        default:
                            Assert.True(down.Remove(contact.Id));
                            Assert.False(contact.Phase == TouchPhase.Up && (isNear || contact.IsPalm || contact.Major >= 22));
                            break;
                    }
                }

                Assert.True(!isNear || down.Count == 0);
            }
        });
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        _ = Run();
        Assert.Equal(0, Run());
    }

    private long Run()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = _palms.Push(new TouchContact(i * 1_000_000L, i, 0, 0, 8, 8, false, TouchPhase.Down), _output);
            _ = _palms.Push(new PenSample((i * 1_000_000L) + 10, 0, 0, 0, 0, 0, PenTool.Tip, PenPhase.Hover), _output);
            _ = _palms.Push(new PenSample((i * 1_000_000L) + 20, 0, 0, 0, 0, 0, PenTool.Tip, PenPhase.Away), _output);
            _ = _palms.Push(new TouchContact((i * 1_000_000L) + 30, i, 0, 0, 8, 8, false, TouchPhase.Up), _output);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private TouchPhase[] Touch(int milliseconds, int id, TouchPhase phase, float x = 50, float y = 50, float major = 8, bool isPalm = false) =>
        [.. _output[.._palms.Push(new TouchContact(milliseconds * 1_000L, id, x, y, major, 5, isPalm, phase), _output)].Select(c => c.Phase)];

    private TouchPhase[] Pen(int milliseconds, PenPhase phase, float x = 0, float y = 0) =>
        [.. _output[.._palms.Push(new PenSample(milliseconds * 1_000L, x, y, 0, 0, 0, PenTool.Tip, phase), _output)].Select(c => c.Phase)];
}
