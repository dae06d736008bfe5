using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>A stored fact and its place in the account's order. Immutable.</summary>
/// <param name="Position">1 or more; grows in the order of commits, with gaps where a machine changed accounts.</param>
/// <param name="Fact">The fact.</param>
internal sealed record PlacedFact(long Position, Fact Fact);
