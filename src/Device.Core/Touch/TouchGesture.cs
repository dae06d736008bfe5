namespace Device.Core.Touch;

/// <summary>What fingers meant.</summary>
/// <param name="Kind">Which gesture.</param>
/// <param name="TimestampMicroseconds">When the last finger was lifted, as of <see cref="TouchContact"/>.</param>
/// <param name="X">Where the first finger was put down: millimetres from the panel's left edge.</param>
/// <param name="Y">Millimetres from the panel's top edge.</param>
public readonly record struct TouchGesture(TouchGestureKind Kind, long TimestampMicroseconds, float X, float Y);
