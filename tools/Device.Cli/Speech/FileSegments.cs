using Device.Core.Speech;

namespace Device.Cli.Speech;

/// <summary>The segments of a file that is in memory, as a microphone would have given them.</summary>
internal static class FileSegments
{
    internal static List<SpeechSegment> Of(ReadOnlySpan<float> samples, IVoiceActivityDetector detector)
    {
        var (frontEnd, segmenter, ended) = (new SpeechFrontEnd(), new SpeechSegmenter(detector), new List<SpeechSegment>());
        var frame = new short[AudioFrame.Length];
        for (var at = 0; at < samples.Length; at += frame.Length)
        {
            Array.Clear(frame);
            var part = samples.Slice(at, Math.Min(frame.Length, samples.Length - at));
            for (var i = 0; i < part.Length; i++)
            {
                frame[i] = (short)Math.Clamp(MathF.Round(part[i] * 32_768), short.MinValue, short.MaxValue);
            }

            var audio = new AudioFrame(at, at * 1_000_000L / AudioFrame.SampleRate, 0, default, frame);
            segmenter.Add(audio, frontEnd.Process(audio), ended);
        }

        segmenter.Close(ended);
        return ended;
    }
}
