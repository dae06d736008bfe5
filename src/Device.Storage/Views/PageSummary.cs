using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>A page of a note, without its content.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Time">When it was added.</param>
/// <param name="Added">What it is like; null only for a recovered page whose adding has not been seen.</param>
public sealed record PageSummary(FactId Id, Hlc Time, PageAdded? Added);
