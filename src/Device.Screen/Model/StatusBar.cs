namespace Device.Screen.Model;

/// <summary>The line at the top of the screen.</summary>
/// <param name="Title">The note's title; cut with an ellipsis when it is too long.</param>
/// <param name="PageNumber">The page, from 1; 0 leaves the page out.</param>
/// <param name="PageCount">Pages of the note.</param>
/// <param name="Sync">What is said about syncing.</param>
/// <param name="Waiting">Changes that are not in the cloud yet, 0 or more.</param>
/// <param name="Time">The time of day, or null to leave it out (it costs a refresh a minute).</param>
/// <param name="Battery">The battery, or null where there is none.</param>
/// <param name="Microphone">That the machine hears; null while the microphone is closed and no recording pauses.</param>
public sealed record StatusBar(string Title, int PageNumber, int PageCount, SyncState Sync, int Waiting = 0, TimeOnly? Time = null, BatteryGlyph? Battery = null, MicrophoneSign? Microphone = null)
{
    /// <summary>Says nothing.</summary>
    public static StatusBar Empty { get; } = new("", 0, 0, SyncState.Off);
}
