using Spark.Gateway;
using Spark.StandIn;

namespace Device.Simulator;

/// <summary>The cloud on the desk: embedded broker, Spark stand-in and gateway in this process.</summary>
internal sealed class DeskCloud : IAsyncDisposable
{
    private readonly EmbeddedBroker _broker;
    private readonly StandInApp _standIn;
    private readonly GatewayApp _gateway;

    private DeskCloud(EmbeddedBroker broker, StandInApp standIn, GatewayApp gateway) =>
        (_broker, _standIn, _gateway) = (broker, standIn, gateway);

    public int BrokerPort => _broker.Port;
}
