using System.Text.Json;

namespace Device.Storage;

/// <summary>The state of the blobs.</summary>
/// <param name="Blobs">Blobs.</param>
/// <param name="Bytes">Bytes of their files.</param>
/// <param name="Damaged">Names of those that are not what their name says.</param>
/// <param name="Unfinished">Recordings under way, or left by a power cut until the next start.</param>
/// <param name="SetAside">Damaged things kept in <c>setaside/</c>.</param>
public sealed record BlobVerification(int Blobs, long Bytes, IReadOnlyList<string> Damaged, int Unfinished, int SetAside)
{
    /// <summary>The whole as one JSON object, names in camelCase.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, StorageJson.Default.BlobVerification);
}
