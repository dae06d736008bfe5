namespace Device.Core.Touch;

/// <summary>One report of one finger, already mapped to the panel.</summary>
/// <param name="TimestampMicroseconds">Monotonic time in microseconds, of the clock that stamps pen samples.</param>
/// <param name="Id">Which contact: the same from its Down to its Up or Cancel, and no other's as long as the source lives.</param>
/// <param name="X">Millimetres from the panel's left edge, growing to the right.</param>
/// <param name="Y">Millimetres from the panel's top edge, growing downwards.</param>
/// <param name="Major">Length of the touching area in millimetres; 0 where the glass does not say.</param>
/// <param name="Minor">Width of the touching area in millimetres; 0 where the glass does not say.</param>
/// <param name="IsPalm">The glass itself takes it for a palm.</param>
/// <param name="Phase">What became of it.</param>
public readonly record struct TouchContact(
    long TimestampMicroseconds,
    int Id,
    float X,
    float Y,
    float Major,
    float Minor,
    bool IsPalm,
    TouchPhase Phase)
{
    /// <summary>The most contacts at the same time that are followed; two hands have ten fingers, and a palm can be several.</summary>
    public const int Most = 16;
}
