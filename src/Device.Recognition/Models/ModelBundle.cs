using System.Security.Cryptography;
using System.Text;

namespace Device.Recognition.Models;

/// <summary>
/// A folder with a model: <c>manifest.json</c> and the files it lists, each checked by length and SHA-256 before use
/// (docs/formats/model-bundle.md). Immutable; safe from any thread.
/// </summary>
public sealed class ModelBundle
{
    private ModelBundle(string directory, ModelManifest manifest) => (Directory, Manifest) = (directory, manifest);

    /// <summary>The bundle's folder as it was given.</summary>
    public string Directory { get; }

    /// <summary>What the manifest says.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Reads a bundle's manifest and checks every file it lists. Holds no file open afterwards.</summary>
    /// <param name="directory">The bundle's folder.</param>
    /// <returns>The bundle.</returns>
    /// <exception cref="ModelBundleException">The folder, the manifest or a file is missing, too large, or not what the manifest says.</exception>
    public static ModelBundle Open(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            throw new ModelBundleException(directory, ManifestReader.FileName, "the folder does not exist");
        }

        var json = Load(directory, ManifestReader.FileName, ModelBundleLimits.ManifestBytes);
        var bundle = new ModelBundle(directory, ManifestReader.Read(directory, json));
        foreach (var file in bundle.Manifest.Files)
        {
            bundle.Check(file);
        }

        return bundle;
    }

    /// <summary>Length of a listed file.</summary>
    /// <param name="path">The file as the manifest names it.</param>
    /// <returns>Bytes.</returns>
    /// <exception cref="ModelBundleException">The manifest lists no such file.</exception>
    public long LengthOf(string path) => Listed(path).Bytes;

    /// <summary>
    /// Reads a listed file whole and checks its hash again, so that what is used is what was checked even when the file
    /// was exchanged in between.
    /// </summary>
    /// <param name="path">The file as the manifest names it.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="ModelBundleException">The manifest lists no such file, or its content is not the listed one.</exception>
    public byte[] Read(string path)
    {
        var file = Listed(path);
        CheckLength(file);
        var content = Load(Directory, file.Path, ModelBundleLimits.FileBytes);
        CheckHash(file, SHA256.HashData(content));
        return content;
    }

    /// <summary>Reads the classes, one label a line in the order of the model's outputs.</summary>
    /// <returns>1 to <see cref="ModelBundleLimits.Labels"/> labels, none empty, none twice.</returns>
    /// <exception cref="ModelBundleException">The bundle names no classes, or they are not such labels.</exception>
    public string[] ReadLabels()
    {
        var path = Manifest.Classes
            ?? throw new ModelBundleException(Directory, ManifestReader.FileName, "classes: missing, expected the file that names the classes");
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Read(path));
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelBundleException(Directory, path, "not UTF-8 text", e);
        }

        var labels = (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < labels.Length; i++)
        {
            if (i >= ModelBundleLimits.Labels || labels[i].Length is 0 or > ModelBundleLimits.LabelLength || !seen.Add(labels[i]))
            {
                throw new ModelBundleException(
                    Directory, path, $"line {i + 1}: '{labels[i][..Math.Min(labels[i].Length, 80)]}', expected at most {ModelBundleLimits.Labels} labels of 1 to {ModelBundleLimits.LabelLength} characters, each once");
            }
        }

        return labels;
    }

    private ModelFile Listed(string path) => Manifest.Files.FirstOrDefault(f => f.Path == path)
        ?? throw new ModelBundleException(Directory, path, "not listed in the manifest");

    private void Check(ModelFile file)
    {
        CheckLength(file);
        try
        {
            using var stream = File.OpenRead(Path.Combine(Directory, file.Path));
            CheckHash(file, SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelBundleException(Directory, file.Path, $"cannot be read: {e.Message}", e);
        }
    }

    private void CheckLength(ModelFile file)
    {
        var info = new FileInfo(Path.Combine(Directory, file.Path));
        if (!info.Exists)
        {
            throw new ModelBundleException(Directory, file.Path, $"missing, expected {file.Bytes} bytes with SHA-256 {file.Sha256}");
        }

        if (info.Length != file.Bytes)
        {
            throw new ModelBundleException(Directory, file.Path, $"{info.Length} bytes, expected {file.Bytes} with SHA-256 {file.Sha256}");
        }
    }

    private void CheckHash(ModelFile file, byte[] found)
    {
        var hash = Convert.ToHexStringLower(found);
        if (hash != file.Sha256)
        {
            throw new ModelBundleException(Directory, file.Path, $"SHA-256 {hash}, expected {file.Sha256}");
        }
    }

    private static byte[] Load(string directory, string file, long limit)
    {
        try
        {
            using var stream = File.OpenRead(Path.Combine(directory, file));
            if (stream.Length > limit)
            {
                throw new ModelBundleException(directory, file, $"{stream.Length} bytes, expected at most {limit}");
            }

            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (FileNotFoundException e)
        {
            throw new ModelBundleException(directory, file, "missing", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelBundleException(directory, file, $"cannot be read: {e.Message}", e);
        }
    }
}
