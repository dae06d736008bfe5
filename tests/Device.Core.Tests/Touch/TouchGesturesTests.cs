using CsCheck;
using Device.Core.Touch;

namespace Device.Core.Tests.Touch;

public sealed class TouchGesturesTests
{
    private readonly TouchGestures _gestures = new();

    [Fact]
    public void A_short_touch_is_a_tap_where_it_was()
    {
        Assert.Null(Add(0, 1, TouchPhase.Down, 30, 40));
        Assert.Null(Add(50, 1, TouchPhase.Move, 31, 41));
        Assert.Equal(new TouchGesture(TouchGestureKind.Tap, 200_000, 30, 40), Add(200, 1, TouchPhase.Up, 31, 41));
    }

    [Fact]
    public void Two_short_touches_at_once_are_a_tap_of_two_fingers()
    {
        _ = Add(0, 1, TouchPhase.Down, 30, 40);
        _ = Add(20, 2, TouchPhase.Down, 60, 40);
        Assert.Null(Add(150, 1, TouchPhase.Up, 30, 40));
        Assert.Equal(TouchGestureKind.TwoFingerTap, Add(170, 2, TouchPhase.Up, 60, 41)?.Kind);
    }

    [Theory]
    [InlineData(-40, 5, 400, TouchGestureKind.SwipeLeft)]
    [InlineData(40, -5, 400, TouchGestureKind.SwipeRight)]
    [InlineData(40, -30, 400, null)]
    [InlineData(15, 0, 400, null)]
    [InlineData(40, 0, 1_500, null)]
    [InlineData(0, 40, 400, null)]
    [InlineData(0, 0, 800, null)]
    public void A_quick_way_sideways_is_a_swipe(float x, float y, int milliseconds, TouchGestureKind? kind)
    {
        _ = Add(0, 1, TouchPhase.Down, 80, 80);
        _ = Add(milliseconds / 2, 1, TouchPhase.Move, 80 + (x / 2), 80 + (y / 2));
        Assert.Equal(kind, Add(milliseconds, 1, TouchPhase.Up, 80 + x, 80 + y)?.Kind);
    }

    [Fact]
    public void A_finger_that_goes_out_and_comes_back_is_no_tap()
    {
        _ = Add(0, 1, TouchPhase.Down, 80, 80);
        _ = Add(100, 1, TouchPhase.Move, 100, 80);
        Assert.Null(Add(200, 1, TouchPhase.Up, 80, 80));
    }

    [Fact]
    public void A_cancelled_finger_spoils_what_the_others_do_and_nothing_after()
    {
        _ = Add(0, 1, TouchPhase.Down, 80, 80);
        _ = Add(0, 2, TouchPhase.Down, 90, 80);
        _ = Add(10, 2, TouchPhase.Cancel, 90, 80);
        Assert.Null(Add(20, 1, TouchPhase.Up, 80, 80));
        _ = Add(30, 3, TouchPhase.Down, 80, 80);
        Assert.Equal(TouchGestureKind.Tap, Add(40, 3, TouchPhase.Up, 80, 80)?.Kind);
    }

    [Fact]
    public void Three_fingers_mean_nothing()
    {
        for (var i = 0; i < 3; i++)
        {
            _ = Add(0, i, TouchPhase.Down, i * 20, 80);
        }

        Assert.All(Enumerable.Range(0, 3), i => Assert.Null(Add(50, i, TouchPhase.Up, i * 20, 80)));
    }

    [Fact]
    public void A_gesture_only_comes_when_the_last_finger_is_lifted()
    {
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20]).Array[1, 200].Sample(script =>
        {
            var (gestures, down) = (new TouchGestures(), new HashSet<int>());
            foreach (var (phase, id) in script)
            {
                var gesture = gestures.Add(new TouchContact(0, id, 0, 0, 0, 0, false, (TouchPhase)phase));
                var wasDown = down.Contains(id);
                _ = (TouchPhase)phase switch
                {
                    TouchPhase.Down => down.Count < TouchContact.Most && down.Add(id),
                    TouchPhase.Move => false,
                    _ => down.Remove(id),
                };
                Assert.True(gesture is null || ((TouchPhase)phase == TouchPhase.Up && wasDown && down.Count == 0));
            }
        });
    }

    private TouchGesture? Add(int milliseconds, int id, TouchPhase phase, float x, float y) =>
        _gestures.Add(new TouchContact(milliseconds * 1_000L, id, x, y, 8, 6, false, phase));
}
