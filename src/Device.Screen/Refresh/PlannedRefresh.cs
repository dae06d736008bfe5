using Device.Core.Screen;

namespace Device.Screen.Refresh;

/// <summary>A command that the planner lets go.</summary>
/// <param name="Id">Names it when it was accepted or has failed.</param>
/// <param name="Region">Where.</param>
/// <param name="Intent">Why.</param>
/// <param name="Since">When the oldest request in it was made.</param>
/// <param name="IsCleaning">Whether it only cleans.</param>
internal readonly record struct PlannedRefresh(long Id, PixelRect Region, RefreshIntent Intent, long Since, bool IsCleaning);
