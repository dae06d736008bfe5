using System.Collections;

namespace Device.Core.Power;

/// <summary>Writes the cells of one state.</summary>
/// <param name="state">The state.</param>
internal sealed class PowerRow(PowerState state) : IEnumerable<PowerRule>
{
    private readonly List<PowerRule> _rules = [];

    /// <summary>An input that leads to the same whether or not work keeps the machine awake.</summary>
    public PowerRow On(PowerInput input, PowerState next, params PowerEffect[] effects)
    {
        var step = new PowerStep(next, [.. effects]);
        return Split(input, step, step);
    }

    /// <summary>An input that work changes.</summary>
    public PowerRow Split(PowerInput input, PowerStep free, PowerStep busy)
    {
        _rules.Add(new PowerRule(state, input, free, busy));
        return this;
    }

    /// <summary>Inputs that mean nothing here.</summary>
    public PowerRow Ignores(params ReadOnlySpan<PowerInput> inputs)
    {
        foreach (var input in inputs)
        {
            On(input, state);
        }

        return this;
    }

    public IEnumerator<PowerRule> GetEnumerator() => _rules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
