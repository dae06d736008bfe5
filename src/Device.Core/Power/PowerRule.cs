namespace Device.Core.Power;

/// <summary>A cell of the power table.</summary>
/// <param name="State">The state the machine is in.</param>
/// <param name="Input">What happens.</param>
/// <param name="Free">Where that leads when nothing keeps the machine awake.</param>
/// <param name="Busy">Where it leads while work keeps the machine awake; mostly the same.</param>
public sealed record PowerRule(PowerState State, PowerInput Input, PowerStep Free, PowerStep Busy);
