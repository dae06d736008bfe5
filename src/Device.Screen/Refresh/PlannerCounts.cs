namespace Device.Screen.Refresh;

/// <summary>What a planner has counted since the start.</summary>
/// <param name="Commands">Commands that the panel took.</param>
/// <param name="Pixels">Their pixels.</param>
/// <param name="Cleanings">Commands among them that only cleaned.</param>
/// <param name="CleanedPixels">Their pixels.</param>
/// <param name="Splits">Times that a part went ahead while the rest waited.</param>
/// <param name="Failures">Commands that the panel did not take.</param>
internal readonly record struct PlannerCounts(long Commands, long Pixels, long Cleanings, long CleanedPixels, long Splits, long Failures);
