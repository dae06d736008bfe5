namespace Device.Hardware.Simulated.Panels;

/// <summary>What a driver did that the real part would not have understood. Bounded. Not thread-safe.</summary>
internal sealed class ViolationLog
{
    private const int Most = 256;

    private readonly List<string> _texts = [];

    /// <summary>All violations, those not kept included.</summary>
    internal long Count { get; private set; }

    internal void Add(string text)
    {
        Count++;
        if (_texts.Count < Most)
        {
            _texts.Add(text);
        }
    }

    internal IReadOnlyList<string> ToList() => [.. _texts];
}
