namespace Device.Bench.Fleet;

/// <summary>Processor time used so far, in seconds.</summary>
/// <param name="Seconds">When it was taken.</param>
/// <param name="Workers">By the gateway's workers.</param>
/// <param name="Broker">By Mosquitto.</param>
/// <param name="Database">By PostgreSQL and its children.</param>
/// <param name="Own">By this process, which plays the machines.</param>
internal readonly record struct FleetUse(double Seconds, double Workers, double Broker, double Database, double Own)
{
    /// <summary>What was used between an earlier time and this one.</summary>
    public FleetUse Since(FleetUse before) => new(
        Seconds - before.Seconds, Workers - before.Workers, Broker - before.Broker, Database - before.Database, Own - before.Own);
}
