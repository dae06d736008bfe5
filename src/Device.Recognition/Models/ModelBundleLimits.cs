namespace Device.Recognition.Models;

/// <summary>Bounds on a model bundle. What is over them is refused before it is read.</summary>
public static class ModelBundleLimits
{
    /// <summary>Bytes of <c>manifest.json</c>.</summary>
    public const int ManifestBytes = 256 * 1024;

    /// <summary>Files of one bundle.</summary>
    public const int Files = 64;

    /// <summary>Bytes of one file.</summary>
    public const long FileBytes = 512L * 1024 * 1024;

    /// <summary>Characters of a name or a version.</summary>
    public const int NameLength = 64;

    /// <summary>Classes of one model.</summary>
    public const int Labels = 32_768;

    /// <summary>Characters of one label.</summary>
    public const int LabelLength = 64;
}
