namespace Device.Screen.Refresh;

/// <summary>What the way to the panel looks like at one moment. Counts are since the start.</summary>
/// <param name="Pending">Regions that wait.</param>
/// <param name="Driven">Regions that the panel is taken to be driving.</param>
/// <param name="Commands">Commands that the panel took.</param>
/// <param name="Pixels">Their pixels.</param>
/// <param name="Merges">Requests that became one with another.</param>
/// <param name="Splits">Times that a part went ahead while the rest waited.</param>
/// <param name="Failures">Commands that the panel did not take.</param>
/// <param name="Cleanings">Regions that were only cleaned.</param>
/// <param name="CleanedPixels">Their pixels.</param>
/// <param name="DueTiles">Tiles whose ghosts ask to be cleaned.</param>
/// <param name="Tiles">Tiles of the panel; 0 without ghosts.</param>
/// <param name="MeanDebt">Mean debt of the tiles.</param>
/// <param name="MostDebt">The largest debt of a tile.</param>
/// <param name="FastLimitReached">Times that a tile reached the bound of fast refreshes.</param>
public sealed record RefreshStatus(
    int Pending,
    int Driven,
    long Commands,
    long Pixels,
    long Merges,
    long Splits,
    long Failures,
    long Cleanings,
    long CleanedPixels,
    int DueTiles,
    int Tiles,
    double MeanDebt,
    double MostDebt,
    long FastLimitReached);
