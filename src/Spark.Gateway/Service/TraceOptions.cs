using System.ComponentModel.DataAnnotations;

namespace Spark.Gateway.Service;

/// <summary>Where traces go. Bound from the configuration section <c>Traces</c> and checked at start.</summary>
public sealed class TraceOptions
{
    /// <summary>Address of an OpenTelemetry collector that takes OTLP over gRPC, such as <c>http://collector:4317</c>; null for none.</summary>
    [Url]
    public string? Endpoint { get; set; }

    /// <summary>Which part of the messages that come without a trace of their own is traced, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double Ratio { get; set; } = 0.01;
}
