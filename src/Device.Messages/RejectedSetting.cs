namespace Device.Messages;

/// <summary>A setting of <see cref="DesiredMessage"/> that the machine did not take.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Reason">What was expected; at most <see cref="RejectedFact.MaxReasonLength"/> characters.</param>
public sealed record RejectedSetting(string Name, string Reason);
