using System.ComponentModel.DataAnnotations;
using Device.Screen.Frames;

namespace Device.Screen.Refresh;

/// <summary>How frames are brought to the panel.</summary>
public sealed class ScreenRefreshOptions
{
    /// <summary>Most commands to the panel for one frame, 3 to <see cref="FrameDamage.Capacity"/>. Changes beyond are merged.</summary>
    [Range(3, FrameDamage.Capacity)]
    public int MostRectangles { get; set; } = 8;

    /// <summary>What one more command costs, in pixels that could be sent instead, 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int CommandCost { get; set; } = 8192;

    /// <summary>
    /// How long live ink stays on the screen after the pen was lifted while the model does not hold the stroke, in
    /// milliseconds, 0 to 60,000. It only matters for strokes that never come, such as a rejected one.
    /// </summary>
    [Range(0, 60_000)]
    public int HoldLiveInk { get; set; } = 2_000;
}
