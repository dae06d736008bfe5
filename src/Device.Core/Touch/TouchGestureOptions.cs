using System.ComponentModel.DataAnnotations;

namespace Device.Core.Touch;

/// <summary>What counts as a gesture.</summary>
public sealed class TouchGestureOptions
{
    /// <summary>Milliseconds that a tap lasts at most, 50 to 2,000.</summary>
    [Range(50, 2_000)]
    public int LongestTap { get; set; } = 350;

    /// <summary>Millimetres that a finger moves at most while it taps, 0.5 to 20.</summary>
    [Range(0.5, 20.0)]
    public float TapTravel { get; set; } = 4;

    /// <summary>Milliseconds that a swipe lasts at most, 100 to 5,000.</summary>
    [Range(100, 5_000)]
    public int LongestSwipe { get; set; } = 900;

    /// <summary>Millimetres sideways from which a movement is a swipe, 5 to 200.</summary>
    [Range(5.0, 200.0)]
    public float SwipeTravel { get; set; } = 20;

    /// <summary>How far a swipe may stray up or down, as a share of its way sideways, 0.1 to 1.</summary>
    [Range(0.1, 1.0)]
    public float SwipeSlant { get; set; } = 0.5f;
}
