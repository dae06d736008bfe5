namespace Device.Storage;

/// <summary>Written when the view was closed in order and deleted when it is opened: without it the view is rebuilt.</summary>
/// <param name="Schema">The view's layout.</param>
/// <param name="Position">The last position in the view.</param>
/// <param name="Fact">The name of the fact there; empty at 0. Tells another journal's view.</param>
/// <param name="Length">Bytes of the view's file.</param>
internal sealed record ViewMark(int Schema, long Position, string Fact, long Length);
