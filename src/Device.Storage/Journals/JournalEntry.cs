using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>A fact at its place in this machine's journal.</summary>
/// <param name="Position">Counts own and imported facts alike from 1, in the order they became durable. A position that was lost is skipped.</param>
/// <param name="Fact">The fact.</param>
public readonly record struct JournalEntry(long Position, Fact Fact);
