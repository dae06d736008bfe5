namespace Device.Core.Notebook;

/// <summary>When a stroke was begun, on the time line of the recording that ran.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Place">Milliseconds from its begin.</param>
public readonly record struct StrokeMoment(FactId Recording, int Place);
