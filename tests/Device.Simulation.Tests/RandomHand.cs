using Device.Core.Ink;

namespace Device.Simulation.Tests;

/// <summary>A hand that scribbles, from a seed.</summary>
internal sealed class RandomHand(int seed)
{
    private readonly Random _random = new(seed);
    private long _time;

    /// <summary>One stroke inside the page of the simulated board, ended by lifting or by leaving.</summary>
    public PenSample[] Stroke(PenTool tool = PenTool.Tip)
    {
        var (x, y) = ((float)(20 + (_random.NextDouble() * 60)), (float)(40 + (_random.NextDouble() * 100)));
        var samples = new PenSample[_random.Next(2, 60)];
        for (var i = 0; i < samples.Length; i++)
        {
            x = Math.Clamp(x + (float)(_random.NextDouble() - 0.4), 15, 100);
            y = Math.Clamp(y + (float)(_random.NextDouble() - 0.4), 30, 160);
            samples[i] = new PenSample(_time += 5_000, x, y, (float)_random.NextDouble(), 0, 0, tool, PenPhase.Contact);
        }

        samples[^1] = samples[^1] with { Phase = _random.Next(2) == 0 ? PenPhase.Hover : PenPhase.Away };
        return samples;
    }
}
