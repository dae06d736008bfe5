namespace Device.Screen.Latency;

/// <summary>How long live ink takes at every stage. Recording allocates nothing. Any threads.</summary>
public sealed class InkTrace
{
    /// <summary>The stages, in the order of <see cref="InkStage"/>.</summary>
    public static IReadOnlyList<InkStage> Stages { get; } = Enum.GetValues<InkStage>();

    private readonly LatencyHistogram[] _stages;
    private readonly double _nanoseconds;

    /// <summary>Makes an empty trace.</summary>
    /// <param name="time">The clock whose time stamps are recorded.</param>
    public InkTrace(TimeProvider time)
    {
        _stages = [.. Stages.Select(_ => new LatencyHistogram())];
        _nanoseconds = 1e9 / time.TimestampFrequency;
    }

    /// <summary>One stage summed up.</summary>
    /// <param name="stage">The stage.</param>
    public LatencySummary this[InkStage stage] => _stages[(int)stage].Summarise();

    /// <summary>Forgets everything, so that a measurement can begin.</summary>
    public void Clear()
    {
        foreach (var stage in _stages)
        {
            stage.Clear();
        }
    }

    /// <summary>Records a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="from">Time stamp of its start.</param>
    /// <param name="to">Time stamp of its end.</param>
    internal void Record(InkStage stage, long from, long to) => _stages[(int)stage].Record((long)((to - from) * _nanoseconds));
}
