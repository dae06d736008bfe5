using System.ComponentModel.DataAnnotations;
using Device.Screen.Frames;

namespace Device.Screen.Refresh;

/// <summary>How frames are brought to the panel, and when it is cleaned.</summary>
public sealed class ScreenRefreshOptions
{
    /// <summary>Most regions that the difference of two frames is cut into, 3 to <see cref="FrameDamage.Capacity"/>. Changes beyond are merged.</summary>
    [Range(3, FrameDamage.Capacity)]
    public int MostRectangles { get; set; } = 8;

    /// <summary>What one more command costs, in pixels that could be sent instead, 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int CommandCost { get; set; } = 8192;

    /// <summary>
    /// Smallest part of a region, in pixels, that is sent at once while the rest has to wait for pixels that are being driven,
    /// 64 to 10,000,000.
    /// </summary>
    [Range(64, 10_000_000)]
    public int SplitFrom { get; set; } = 4096;

    /// <summary>
    /// How long live ink stays on the screen after the pen was lifted while the model does not hold the stroke, in
    /// milliseconds, 0 to 60,000. It only matters for strokes that never come, such as a rejected one.
    /// </summary>
    [Range(0, 60_000)]
    public int HoldLiveInk { get; set; } = 2_000;

    /// <summary>Quiet time after the pen was lifted before ink is drawn anew with smooth edges, in milliseconds, 100 to 10,000.</summary>
    [Range(100, 10_000)]
    public int SettleAfter { get; set; } = 700;

    /// <summary>How long ink may keep a region from being refreshed, in milliseconds, 100 to 60,000; then ink there waits once.</summary>
    [Range(100, 60_000)]
    public int HoldLimit { get; set; } = 1_500;

    /// <summary>How long after a failed command the next try is made by itself, in milliseconds, 10 to 600,000. A new screen tries at once.</summary>
    [Range(10, 600_000)]
    public int RetryAfter { get; set; } = 1_000;

    /// <summary>Whether the screen may flash while somebody writes.</summary>
    public bool FlashWhileWriting { get; set; }

    /// <summary>How long after the last touch of the pen somebody is taken to be writing, in milliseconds, 0 to 60,000.</summary>
    [Range(0, 60_000)]
    public int WritingPause { get; set; } = 1_000;

    /// <summary>Every how many page turns the panel is cleaned with a flash: 1 each, 0 only when ghosts ask for it, at most 1,000.</summary>
    [Range(0, 1_000)]
    public int FlashEvery { get; set; } = 6;

    /// <summary>Side of a tile in which ghosts are counted, in pixels, 16 to 512.</summary>
    [Range(16, 512)]
    public int TileSize { get; set; } = 64;

    /// <summary>Ghost debt from which on a tile is cleaned, 0.05 to 100: 1 is every pixel of the tile changed once by a fast waveform.</summary>
    [Range(0.05, 100)]
    public double CleanAbove { get; set; } = 1;

    /// <summary>Part of the panel's tiles above <see cref="CleanAbove"/> that makes a page turn flash, 0.01 to 1.</summary>
    [Range(0.01, 1)]
    public double FlashShare { get; set; } = 0.2;

    /// <summary>Fast refreshes of one tile after which it is cleaned whatever its debt, 8 to 60,000.</summary>
    [Range(8, 60_000)]
    public int MostFast { get; set; } = 400;

    /// <summary>Quiet time before ghosts are cleaned, in milliseconds, 500 to 3,600,000.</summary>
    [Range(500, 3_600_000)]
    public int CleanAfter { get; set; } = 5_000;

    /// <summary>Time from one cleaning to the next, in milliseconds, 0 to 600,000.</summary>
    [Range(0, 600_000)]
    public int CleanPause { get; set; } = 1_500;

    /// <summary>Most pixels of one cleaning, 10,000 to 100,000,000; at least one tile is cleaned.</summary>
    [Range(10_000, 100_000_000)]
    public int CleanPixels { get; set; } = 500_000;

    /// <summary>Most rectangles of one cleaning, 1 to 16.</summary>
    [Range(1, 16)]
    public int CleanRectangles { get; set; } = 3;

    /// <summary>How pictures are brought to the panel's greys.</summary>
    [EnumDataType(typeof(DitherPattern))]
    public DitherPattern Dither { get; set; } = DitherPattern.BlueNoise;

    /// <summary>
    /// How far live ink is drawn ahead of the pen, by its speed, in milliseconds, 0 (not at all) to 30. The piece ahead is taken
    /// back with the next sample.
    /// </summary>
    [Range(0, 30)]
    public int Predict { get; set; }
}
