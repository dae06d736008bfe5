namespace Device.Bench.Fleet;

/// <summary>What a run of the fleet is asked to do.</summary>
/// <param name="Devices">Connected machines, 1 to 20,000.</param>
/// <param name="PerAccount">Machines that share an account, and so see each other's facts.</param>
/// <param name="Workers">Gateway processes, 1 to 4.</param>
/// <param name="Seconds">Length of each loaded phase.</param>
/// <param name="FactsPerMessage">Facts of one message, 1 to 1,024.</param>
/// <param name="Every">Seconds between two messages of an idle-ish machine.</param>
/// <param name="Outstanding">Messages that wait for their acknowledgement while the gateway is driven as fast as it goes.</param>
/// <param name="Drain">Records of the queue that a machine comes back with; 0 for none.</param>
internal sealed record FleetPlan(
    int Devices, int PerAccount, int Workers, int Seconds, int FactsPerMessage, double Every, int Outstanding, int Drain);
