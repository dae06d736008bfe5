using System.ComponentModel.DataAnnotations;

namespace Spark.Gateway.Service;

/// <summary>Where health and metrics are served. Bound from the configuration section <c>Http</c> and checked at start.</summary>
public sealed class HttpOptions
{
    /// <summary>IP address to listen on; this machine only unless a scraper sits elsewhere. Nothing secret is served.</summary>
    [Required, RegularExpression("^[0-9a-fA-F.:]{2,45}$")]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port, 0 to 65,535; 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 8180;
}
