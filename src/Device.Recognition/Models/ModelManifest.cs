using System.Collections.Immutable;

namespace Device.Recognition.Models;

/// <summary>What <c>manifest.json</c> of a model bundle says, as far as the service uses it. Unknown fields are ignored.</summary>
/// <param name="Name">The model's name, 1 to <see cref="ModelBundleLimits.NameLength"/> letters, digits, '.', '_' and '-'.</param>
/// <param name="Version">Its version, as long and of the same characters.</param>
/// <param name="Kind">What reads it, such as <c>handwriting-characters</c>.</param>
/// <param name="Files">Every file of the bundle but the manifest, 1 to <see cref="ModelBundleLimits.Files"/>.</param>
/// <param name="Classes">The file that names the classes, one a line, or null.</param>
/// <param name="Temperature">Divides the scores before a softmax, 0.01 to 100; 1 where the manifest has none.</param>
public sealed record ModelManifest(
    string Name, string Version, string Kind, ImmutableArray<ModelFile> Files, string? Classes, float Temperature)
{
    /// <summary>Name and version as they are written beside what the model read: <c>name/version</c>.</summary>
    public string Id => $"{Name}/{Version}";

    /// <inheritdoc/>
    public bool Equals(ModelManifest? other) =>
        other is not null && Name == other.Name && Version == other.Version && Kind == other.Kind && Classes == other.Classes
        && Temperature.Equals(other.Temperature) && Files.AsSpan().SequenceEqual(other.Files.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Version, Kind, Files.Length);
}
