using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>Where a reader of an account's facts stands. Immutable.</summary>
/// <param name="Account">The account.</param>
/// <param name="After">Position that has been seen; 0 for none.</param>
/// <param name="Reader">The machine that reads: its own facts of <paramref name="Epoch"/> are left out.</param>
/// <param name="Epoch">The reader's epoch, or null where it is unknown and nothing is left out.</param>
internal sealed record FactCursor(string Account, long After, DeviceId Reader, ulong? Epoch);
