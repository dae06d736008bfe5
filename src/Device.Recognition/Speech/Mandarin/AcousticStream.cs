using Device.Recognition.Speech.Features;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// The answers of an <see cref="AcousticNet"/> to sound that is still arriving: the same as those to the whole, about 0.9 s behind it
/// (what a step depends on, and a chunk). One caller at a time.
/// </summary>
public sealed class AcousticStream
{
    /// <summary>Steps of a run of the network: 320 ms. Fewer would be heard sooner and cost more.</summary>
    public const int ChunkSteps = 8;

    private const int Edge = LogMel.FrameLength / 2;

    private readonly AcousticNet _net;
    private readonly LogMelStream _mel = new();
    private readonly List<float> _frames = [];
    private int _dropped;
    private int _given;

    /// <summary>Starts at the beginning of a sound.</summary>
    /// <param name="net">The network; shared with others only if they take turns.</param>
    public AcousticStream(AcousticNet net)
    {
        _net = net;
        Feed(new float[Edge]);
    }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono, -1 to 1, 16 kHz; any number.</param>
    /// <param name="onSteps">Called with the next steps, in order, whenever a chunk of them is known.</param>
    public void Push(ReadOnlySpan<float> samples, Action<PhonePosteriors> onSteps)
    {
        Feed(samples);
        for (var known = KnownSteps(); known - _given >= ChunkSteps; known = KnownSteps())
        {
            Run(_given + ChunkSteps, isLast: false, onSteps);
        }
    }

    /// <summary>The sound has ended: gives the steps that are left.</summary>
    /// <param name="onSteps">Called with them, unless there are none.</param>
    public void Finish(Action<PhonePosteriors> onSteps)
    {
        Feed(new float[Edge]);
        var steps = Frames / AcousticNet.StepFrames;
        while (_given < steps)
        {
            var end = Math.Min(steps, _given + ChunkSteps);
            Run(steps - end <= AcousticNet.Reach + (AcousticNet.ContextFrames / AcousticNet.StepFrames) + 1 ? steps : end, isLast: true, onSteps);
        }
    }

    private int Frames => _dropped + (_frames.Count / LogMel.Bands);

    /// <summary>Steps whose right side has come in full.</summary>
    private int KnownSteps() => ((Frames - AcousticNet.ContextFrames) / AcousticNet.StepFrames) - AcousticNet.Reach;

    private void Feed(ReadOnlySpan<float> samples) => _mel.Push(samples, _frames, static (frame, frames) => frames.AddRange(frame));

    /// <summary>Runs the network on the steps up to <paramref name="end"/>, with what they depend on around them.</summary>
    private void Run(int end, bool isLast, Action<PhonePosteriors> onSteps)
    {
        var total = Frames / AcousticNet.StepFrames;
        var first = Math.Max(0, _given - AcousticNet.Reach);
        var last = isLast ? Math.Min(total, end + AcousticNet.Reach) : end + AcousticNet.Reach;
        var count = ((last - first) * AcousticNet.StepFrames) + (2 * AcousticNet.ContextFrames);
        var features = new float[count * LogMel.Bands];
        features.AsSpan().Fill(LogMel.Silence);

        // What is before the sound or after its last whole step stays silent, as in a run on the whole.
        var start = (first * AcousticNet.StepFrames) - AcousticNet.ContextFrames;
        var from = Math.Max(start, _dropped);
        var to = Math.Min(start + count, isLast ? total * AcousticNet.StepFrames : Frames);
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames)
            .Slice((from - _dropped) * LogMel.Bands, (to - from) * LogMel.Bands)
            .CopyTo(features.AsSpan((from - start) * LogMel.Bands));
        var steps = _net.Run(features);
        onSteps(steps.Slice(_given - first, end - _given));
        _given = end;
        Drop(Math.Max(0, ((_given - AcousticNet.Reach) * AcousticNet.StepFrames) - AcousticNet.ContextFrames));
    }

    private void Drop(int before)
    {
        if (before > _dropped)
        {
            _frames.RemoveRange(0, (before - _dropped) * LogMel.Bands);
            _dropped = before;
        }
    }
}
