using System.ComponentModel.DataAnnotations;

namespace Device.Screen.Text;

/// <summary>Which font is used.</summary>
public sealed class FontOptions
{
    /// <summary>
    /// A font file (otf, ttf, ttc: the first face, woff) that shows Chinese, pinyin and Latin. A relative path starts at the
    /// process's working directory.
    /// </summary>
    [Required]
    public string TextFont { get; set; } = "artifacts/fonts/NotoSansHans-Regular.otf";
}
