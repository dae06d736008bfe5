namespace Device.Screen.Refresh;

/// <summary>When samples passed the stages before the echo, as time stamps of its clock.</summary>
/// <param name="Pen">The kernel's time stamp of the oldest sample; 0 where the pen is not timed.</param>
/// <param name="Read">When they were read.</param>
/// <param name="Mapped">When they were mapped to the page.</param>
public readonly record struct PenMoment(long Pen, long Read, long Mapped);
