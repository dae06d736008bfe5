namespace Spark.Gateway.Transcription;

/// <summary>Which of the service's interfaces listens.</summary>
public enum TranscriptionInterface
{
    /// <summary>Real-time transcription: hours, speakers, translation.</summary>
    RealTime = 1,

    /// <summary>Dictation: at most a minute, corrected as it goes.</summary>
    Dictation = 2,
}
