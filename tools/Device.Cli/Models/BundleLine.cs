namespace Device.Cli.Models;

/// <summary>A line of <c>model list</c>.</summary>
internal sealed record BundleLine(string Directory, string? Name, string? Version, string? Kind, long? Bytes, string? Problem);
