namespace Device.Screen.Text;

/// <summary>The text font cannot be used. The message names the file, what was expected of it, and what to do.</summary>
public sealed class FontException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="path">The configured file.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="inner">What the system said, if it said anything.</param>
    public FontException(string path, string problem, Exception? inner = null)
        : base(
            $"text font '{path}': {problem}; expected a readable otf, ttf, ttc or woff file with Chinese, pinyin and Latin letters. "
            + "`tools/setup` fetches one; FontOptions.TextFont names it",
            inner) => Path = path;

    /// <summary>The configured file.</summary>
    public string Path { get; }
}
