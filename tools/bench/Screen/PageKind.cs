namespace Device.Bench.Screen;

/// <summary>What changes on a page.</summary>
public enum PageKind
{
    /// <summary>Writing becomes other writing.</summary>
    Writing,

    /// <summary>Every pixel changes, and nothing is a picture.</summary>
    Everything,

    /// <summary>A picture fills the page and is dithered.</summary>
    Picture,
}
