using System.Globalization;
using Microsoft.Extensions.Options;

namespace Spark.Gateway.Broker;

/// <summary>The name of this worker at the broker and in the store, unique among those that run.</summary>
internal sealed class WorkerName(IOptions<BrokerOptions> options, Random random)
{
    public string Value { get; } = options.Value.Worker
        ?? string.Create(CultureInfo.InvariantCulture, $"gateway-{Environment.MachineName}-{random.NextInt64():x16}");
}
