using Device.Core.Ink;

namespace Device.Bench.Ink;

/// <summary>A recogniser of single characters, as the bench sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Megabytes">What its model takes on flash.</param>
/// <param name="Read">The readings of a character, best first, at most ten.</param>
internal sealed record InkReader(string Name, double Megabytes, Func<Stroke[], IReadOnlyList<string>> Read);
