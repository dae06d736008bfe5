namespace Device.Recognition.Models;

/// <summary>A file of a model bundle as its manifest describes it.</summary>
/// <param name="Path">Relative to the bundle's folder: 1 to 8 names of letters, digits, '.', '_' and '-', separated by '/'; no name starts with a dot.</param>
/// <param name="Bytes">Length, 0 to <see cref="ModelBundleLimits.FileBytes"/>.</param>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
public sealed record ModelFile(string Path, long Bytes, string Sha256);
