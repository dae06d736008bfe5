namespace Device.Cli.Models;

/// <summary>What <c>model verify</c> found; the problem is null when there is none.</summary>
internal sealed record BundleCheck(string Directory, bool Ok, string? Name, string? Version, string? Kind, int? Files, long? Bytes, string? Problem);
