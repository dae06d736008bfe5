using Device.Core.Notebook;

namespace Device.Host.Speech;

/// <summary>The recorder at one moment.</summary>
/// <param name="State">What it does.</param>
/// <param name="Recording">The recording that runs or pauses.</param>
/// <param name="Elapsed">How long it is, lost sound counted, pauses not.</param>
/// <param name="Lost">How much sound was lost.</param>
/// <param name="Level">The level bar in dBFS.</param>
/// <param name="Peak">Its peak mark in dBFS.</param>
/// <param name="Clipped">Frames that were too loud.</param>
/// <param name="IsSpeech">Whether somebody speaks.</param>
/// <param name="Problem">Why it paused or stopped by itself; empty when it did not.</param>
internal sealed record RecorderStatus(
    RecorderState State, FactId? Recording, TimeSpan Elapsed, TimeSpan Lost, float Level, float Peak, long Clipped, bool IsSpeech, string Problem)
{
    public static RecorderStatus Idle { get; } = new(RecorderState.Idle, null, default, default, Core.Speech.AudioLevel.Silence, Core.Speech.AudioLevel.Silence, 0, false, "");
}
