using System.Runtime.CompilerServices;

namespace Device.Core.Speech;

/// <summary>The stage from a microphone to segments of speech.</summary>
public static class SpeechSegments
{
    /// <summary>Listens until the microphone is closed.</summary>
    /// <param name="microphone">The microphone; not closed.</param>
    /// <param name="detector">Judges windows.</param>
    /// <param name="options">When segments begin and end; null for the standard.</param>
    /// <param name="heard">Is shown every frame and what became of it, as for a level meter; must be short. Null for nobody.</param>
    /// <param name="cancellationToken">Stops listening; an open segment is not given then.</param>
    /// <returns>Segments in order of their places.</returns>
    public static async IAsyncEnumerable<SpeechSegment> ListenAsync(
        IMicrophone microphone, IVoiceActivityDetector detector, SpeechSegmenterOptions? options, Action<AudioFrame, SpeechSegmenter>? heard,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (frontEnd, segmenter, ended) = (new SpeechFrontEnd(), new SpeechSegmenter(detector, options), new List<SpeechSegment>());
        while (await microphone.ReadAsync(cancellationToken) is { } frame)
        {
            segmenter.Add(frame, frontEnd.Process(frame), ended);
            heard?.Invoke(frame, segmenter);
            foreach (var segment in ended)
            {
                yield return segment;
            }

            ended.Clear();
        }

        segmenter.Close(ended);
        foreach (var segment in ended)
        {
            yield return segment;
        }
    }
}
