namespace Device.Core.Power;

/// <summary>Where the power policy stands. A value: the policy is a fold over it.</summary>
/// <param name="State">The state.</param>
/// <param name="Entry">Counts the entries into states, so that what was begun in an earlier one is told apart.</param>
public readonly record struct PowerSituation(PowerState State, int Entry)
{
    /// <summary>Takes an input.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="isBusy">Whether work keeps the machine awake, or something written is not on flash.</param>
    /// <returns>Where that leads and what is to be done, in order.</returns>
    public (PowerSituation Situation, PowerStep Step) Take(PowerInput input, bool isBusy)
    {
        var rule = PowerTable.Find(State, input);
        var step = isBusy ? rule.Busy : rule.Free;

        // A touch and a time that ran out begin the state's time anew; a warning over the page does not.
        var isEntry = step.Next != State || input is PowerInput.Timeout || (input is PowerInput.Activity && State == PowerState.Active);
        return (isEntry ? new PowerSituation(step.Next, Entry + 1) : this, step);
    }
}
