namespace Device.Host.Options;

/// <summary>How it is decided whether the network costs money.</summary>
public enum MeteredMode
{
    /// <summary>By the kind of the link: a mobile modem does.</summary>
    Auto,

    /// <summary>It does.</summary>
    Yes,

    /// <summary>It does not.</summary>
    No,
}
