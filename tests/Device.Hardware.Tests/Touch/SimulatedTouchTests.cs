using Device.Core.Touch;
using Device.Hardware.Simulated.Touch;

namespace Device.Hardware.Tests.Touch;

public sealed class SimulatedTouchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(150, 40, TouchGestureKind.SwipeLeft)]
    [InlineData(40, 150, TouchGestureKind.SwipeRight)]
    [InlineData(60, 60, TouchGestureKind.Tap)]
    public async Task A_finger_that_is_wiped_over_it_is_understood(float from, float to, TouchGestureKind kind)
    {
        using var touch = new SimulatedTouch();
        await touch.WipeAsync((from, 50), (to, 50), 1_000_000, TimeSpan.FromMilliseconds(200), Stop);
        touch.Complete();
        var (palms, gestures, understood) = (new PalmRejection(), new TouchGestures(), new List<TouchGesture>());
        var (buffer, through) = (new TouchContact[5], new TouchContact[PalmRejection.MostReports]);
        while (await touch.ReadAsync(buffer, Stop) is > 0 and var count)
        {
            foreach (var contact in buffer[..count])
            {
                understood.AddRange(through[..palms.Push(contact, through)].Select(c => gestures.Add(c)).OfType<TouchGesture>());
            }
        }

        Assert.Equal(kind, Assert.Single(understood).Kind);
    }
}
