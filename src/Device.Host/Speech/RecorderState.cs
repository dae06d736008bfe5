namespace Device.Host.Speech;

/// <summary>What the recorder does.</summary>
internal enum RecorderState
{
    Idle,
    Recording,
    Paused,
}
