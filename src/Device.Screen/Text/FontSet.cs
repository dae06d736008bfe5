using SkiaSharp;

namespace Device.Screen.Text;

/// <summary>The fonts that the screen writes with. Load it once; any thread may read it, whoever loaded it disposes of it last.</summary>
public sealed class FontSet : IDisposable
{
    /// <summary>Largest font file that is loaded, in bytes.</summary>
    public const long MaximumBytes = 128L * 1024 * 1024;

    private const string Probe = "的一国曦龘，。Aag09ǐ½";
    private const string Required = "的一国，。Aag09";

    private FontSet(SKTypeface text, string missing) => (Text, Missing) = (text, missing);

    /// <summary>Letters from a small sample of rarer ones that this font lacks; empty when it has them all.</summary>
    public string Missing { get; }

    internal SKTypeface Text { get; }

    /// <summary>Loads the fonts.</summary>
    /// <param name="options">Which ones.</param>
    /// <returns>The fonts.</returns>
    /// <exception cref="FontException">The file is missing, cannot be read, is no font or lacks Chinese.</exception>
    public static FontSet Load(FontOptions options)
    {
        var path = options.TextFont;
        RequireReadable(path);
        var typeface = SKTypeface.FromFile(path) ?? throw new FontException(path, "not a font that can be read");
        using var font = new SKFont(typeface, 32);
        var lacking = string.Concat(Required.Where(c => !HasShape(font, c)));
        if (lacking.Length > 0)
        {
            var name = typeface.FamilyName;
            typeface.Dispose();
            throw new FontException(path, $"'{name}' has no shape for {lacking}");
        }

        return new FontSet(typeface, string.Concat(Probe.Where(c => !HasShape(font, c))));
    }

    /// <inheritdoc/>
    public void Dispose() => Text.Dispose();

    private static void RequireReadable(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new FontException(path ?? "", "no file is named");
        }

        try
        {
            using var file = File.OpenRead(path);
            if (file.Length is 0 or > MaximumBytes)
            {
                throw new FontException(path, $"has {file.Length} bytes, not 1 to {MaximumBytes}");
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FontException(path, "not found", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FontException(path, $"cannot be read ({e.Message})", e);
        }
    }

    // Some fonts map letters to a glyph that draws nothing, so the glyph's number alone proves nothing.
    private static bool HasShape(SKFont font, char letter)
    {
        var glyph = font.GetGlyph(letter);
        if (glyph == 0)
        {
            return false;
        }

        using var path = font.GetGlyphPath(glyph);
        return path is { IsEmpty: false };
    }
}
