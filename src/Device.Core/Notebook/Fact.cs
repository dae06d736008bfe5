namespace Device.Core.Notebook;

/// <summary>A fact: written once, never changed, the same on every machine.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Time">When it was written, by its machine's hybrid logical clock.</param>
/// <param name="Body">What it says.</param>
public sealed record Fact(FactId Id, Hlc Time, FactBody Body);
