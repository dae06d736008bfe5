using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>A note as a list shows it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Time">When it was begun.</param>
/// <param name="Title">Its present title.</param>
/// <param name="Pages">How many pages it has, without the deleted ones.</param>
public sealed record NoteSummary(FactId Id, Hlc Time, string Title, int Pages);
