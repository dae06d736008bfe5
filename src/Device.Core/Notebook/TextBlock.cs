namespace Device.Core.Notebook;

/// <summary>Typed text on a page.</summary>
/// <param name="Id">The block's name.</param>
/// <param name="Added">Where it is.</param>
/// <param name="Text">What it says; never empty.</param>
public sealed record TextBlock(FactId Id, TextBlockAdded Added, string Text);
