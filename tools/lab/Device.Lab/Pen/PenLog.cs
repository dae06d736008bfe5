using Device.Core.Ink;

namespace Device.Lab.Pen;

/// <summary>Reads a pen's samples as they come. One reader at a time.</summary>
internal sealed class PenLog(IPenSource pen)
{
    private readonly PenSample[] _buffer = new PenSample[256];

    /// <summary>What was read.</summary>
    public List<PenSample> Samples { get; } = [];

    /// <summary>Whether the pen is gone for good.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Reads once.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var count = await pen.ReadAsync(_buffer, cancellationToken);
        IsOver = count == 0;
        Samples.AddRange(_buffer.AsSpan(0, count));
    }

    /// <summary>Reads until a sample is as wished, or the pen is gone.</summary>
    public async Task<PenSample> UntilAsync(string what, Func<PenSample, bool> wanted, CancellationToken cancellationToken)
    {
        var at = 0;
        while (true)
        {
            for (; at < Samples.Count; at++)
            {
                if (wanted(Samples[at]))
                {
                    return Samples[at];
                }
            }

            Expect.That(!IsOver, $"the pen was gone before {what}; {Samples.Count} samples, the last {Last}");
            try
            {
                await ReadAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw new LabException($"{what} did not come; {Samples.Count} samples, the last {Last}");
            }
        }
    }

    private string Last => Samples.Count == 0 ? "none" : Samples[^1].ToString();
}
