using Device.Core.Touch;

namespace Device.Hardware.Simulated.Touch;

/// <summary>The way of one finger over a glass, for whoever feeds it.</summary>
public static class FingerWay
{
    private const int Steps = 10;

    /// <summary>A finger that is put down, moves along a straight way and is lifted; the same place twice is a tap.</summary>
    /// <param name="id">Which contact.</param>
    /// <param name="from">Where it is put down, in millimetres of the panel.</param>
    /// <param name="to">Where it is lifted.</param>
    /// <param name="startMicroseconds">When it is put down.</param>
    /// <param name="duration">How long it stays.</param>
    /// <param name="size">Length of the touching area in millimetres.</param>
    /// <returns>Its reports: Down, ten movements, Up.</returns>
    public static TouchContact[] Straight(int id, (float X, float Y) from, (float X, float Y) to, long startMicroseconds, TimeSpan duration, float size = 8)
    {
        var contacts = new TouchContact[Steps + 2];
        for (var i = 0; i < contacts.Length; i++)
        {
            var part = Math.Min(i, Steps) / (float)Steps;
            contacts[i] = new TouchContact(
                startMicroseconds + (long)(duration.TotalMicroseconds * part),
                id,
                from.X + ((to.X - from.X) * part),
                from.Y + ((to.Y - from.Y) * part),
                size,
                size * 0.75f,
                false,
                i == 0 ? TouchPhase.Down : i <= Steps ? TouchPhase.Move : TouchPhase.Up);
        }

        return contacts;
    }
}
