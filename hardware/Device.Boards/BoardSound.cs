using Device.Core.Speech;
using Device.Hardware.Audio;
using Device.Hardware.Simulated.Audio;
using Microsoft.Extensions.Logging;

namespace Device.Boards;

/// <summary>
/// Opens the microphone and the loudspeaker of a board when they are wanted: nothing listens before. On an emulated board they
/// can stand beside each other, so that what is played is heard.
/// </summary>
public sealed class BoardSound
{
    private readonly BoardProfile _board;
    private readonly bool _isEmulated;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    /// <summary>Names the board; nothing is opened.</summary>
    /// <param name="board">The profile, checked.</param>
    /// <param name="isEmulated">Whether its devices are emulated.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Logs of the drivers.</param>
    public BoardSound(BoardProfile board, bool isEmulated, TimeProvider time, ILoggerFactory loggers) =>
        (_board, _isEmulated, _time, _loggers, Feed) =
            (board, isEmulated, time, loggers, board.Microphone is { } microphone && (isEmulated || microphone.Driver != "alsa") ? new SoundFeed() : null);

    /// <summary>Says something before the microphone of a simulated or emulated board; null on a real one, or where it has none.</summary>
    public SoundFeed? Feed { get; }

    /// <summary>Begins to listen.</summary>
    /// <returns>The microphone, which the caller disposes of; null when the board names none.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public IMicrophone? OpenMicrophone() => _board.Microphone switch
    {
        null => null,
        { Driver: "alsa" } p when !_isEmulated => AlsaMicrophone.Open(p.Alsa ?? new MicrophoneOptions(), _time, _loggers.CreateLogger<AlsaMicrophone>()),
        _ => new SimulatedMicrophone(default, _time, feed: Feed),
    };

    /// <summary>Opens the loudspeaker.</summary>
    /// <param name="beside">An emulated microphone that hears it; of no effect on a real board.</param>
    /// <returns>The loudspeaker; null when the board names none.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public ISpeaker? OpenSpeaker(IMicrophone? beside = null) => _board.Speaker switch
    {
        null => null,
        { Driver: "alsa" } p when !_isEmulated => AlsaSpeaker.Open(p.Alsa ?? new SpeakerOptions(), _time),
        _ => new SimulatedSpeaker(_time, beside as SimulatedMicrophone),
    };
}
