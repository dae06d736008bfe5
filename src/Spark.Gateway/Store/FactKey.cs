namespace Spark.Gateway.Store;

/// <summary>The name of a fact as the database has it.</summary>
/// <param name="Device">The machine.</param>
/// <param name="Epoch">The 64 bits of its unsigned epoch.</param>
/// <param name="Sequence">1 or more.</param>
internal readonly record struct FactKey(string Device, long Epoch, long Sequence);
