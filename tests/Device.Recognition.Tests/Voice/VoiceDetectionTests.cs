using System.Globalization;
using Device.Core.Speech;
using Device.Recognition.Models;
using Device.Recognition.Voice;

namespace Device.Recognition.Tests.Voice;

public sealed class VoiceDetectionTests
{
    private const int Words = 60;

    [Theory]
    [InlineData("silero", 20, false, 0.97, 0.97)]
    [InlineData("silero", 10, false, 0.93, 0.95)]
    [InlineData("silero", 10, true, 0.80, 0.90)]
    [InlineData("energy", 20, false, 0.95, 0.80)]
    public void Words_of_real_speakers_are_found_in_noise(string name, double snr, bool office, double leastFound, double leastFrames)
    {
        var detector = Open(name);
        using var closing = detector as IDisposable;
        var scene = VoiceScene.Of(RealSpeech.Take(Words, 11), snr, office ? VoiceScene.Office(5) : VoiceScene.White(5), 3);
        var (segments, _) = VoiceScene.Listen(scene.Sound, detector);
        var found = scene.Words.Count(w => segments.Sum(s => Overlap(w, s)) >= (w.To - w.From) * 8 / 10);
        var heard = new bool[scene.Voiced.Length];
        foreach (var segment in segments)
        {
            // Pre-roll and tail belong to the segment on purpose: they are no errors.
            heard.AsSpan((int)(segment.Position / 320), segment.Samples.Length / 320).Fill(true);
        }

        var near = Near(scene.Voiced, 30);
        var right = Enumerable.Range(0, heard.Length).Count(f => scene.Voiced[f] ? heard[f] : near[f] || !heard[f]);
        var strays = segments.Count(s => !scene.Words.Any(w => Overlap(w, s) > 0));
        Print($"{detector.Name} at {snr} dB{(office ? " in an office" : "")}: {found}/{Words} words whole, {(double)right / heard.Length:P1} of frames, {segments.Count} segments, {strays} of them without a word");
        Assert.InRange((double)found / Words, leastFound, 1);
        Assert.InRange((double)right / heard.Length, leastFrames, 1);
    }

    [Theory]
    [InlineData("silero", false, 2)]
    [InlineData("silero", true, 6)]
    [InlineData("energy", false, 20)]
    public void Noise_without_speech_seldom_starts_a_segment(string name, bool office, double mostAnHour)
    {
        var detector = Open(name);
        using var closing = detector as IDisposable;
        const double hours = 0.25;
        var noise = office ? VoiceScene.Office(9) : VoiceScene.White(9);
        var sound = Enumerable.Range(0, (int)(hours * 3_600 * 16_000)).Select(_ => (short)Math.Clamp(0.01 * noise() * 32_768, short.MinValue, short.MaxValue)).ToArray();
        var (segments, _) = VoiceScene.Listen(sound, detector);
        Print($"{detector.Name} in {(office ? "office" : "white")} noise: {segments.Count / hours:F0} false starts an hour");
        Assert.InRange(segments.Count / hours, 0, mostAnHour);
    }

    [Fact]
    public void The_detector_allocates_nothing_for_a_window_that_matters()
    {
        using var detector = (SileroVoiceDetector)Open("silero");
        var window = new float[detector.WindowLength];
        for (var i = 0; i < 50; i++)
        {
            detector.Detect(window);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            detector.Detect(window);
        }

        // ONNX Runtime's binding costs a few dozen bytes a run, none of it for sound.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100.0, 0, 256);
    }

    [Fact]
    public void After_a_reset_the_same_sound_is_judged_the_same()
    {
        using var detector = (SileroVoiceDetector)Open("silero");
        var sound = RealSpeech.Take(1, 4)[0];
        var first = VoiceScene.Listen(sound, detector).Probabilities;
        Assert.Equal(first, VoiceScene.Listen(sound, detector).Probabilities);
        Assert.True(first.Max() > 0.9);
    }

    [Fact]
    public void Without_the_model_loudness_decides_and_the_reason_is_said()
    {
        using var folder = new TemporaryFolder();
        var detector = VoiceDetectors.Open(Path.Combine(folder.Path, "nothing"), out var problem);
        Assert.IsType<EnergyVoiceDetector>(detector);
        Assert.Contains("the folder does not exist", problem, StringComparison.Ordinal);
    }

    private static IVoiceActivityDetector Open(string name)
    {
        if (name == "energy")
        {
            return new EnergyVoiceDetector();
        }

        var folder = VoiceDetectors.BesideProgram;
        Assert.SkipUnless(Directory.Exists(folder), $"{folder} is not there: tools/setup test, and build again");
        return new SileroVoiceDetector(ModelBundle.Open(folder));
    }

    private static long Overlap((int From, int To) word, SpeechSegment segment) =>
        Math.Max(0, Math.Min(word.To, segment.Position + segment.Samples.Length) - Math.Max(word.From, segment.Position));

    private static bool[] Near(bool[] voiced, int frames) =>
        [.. Enumerable.Range(0, voiced.Length).Select(f => voiced.AsSpan(Math.Max(0, f - frames), Math.Min(voiced.Length, f + frames + 1) - Math.Max(0, f - frames)).Contains(true))];

    private static void Print(FormattableString line) => TestContext.Current.TestOutputHelper!.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
