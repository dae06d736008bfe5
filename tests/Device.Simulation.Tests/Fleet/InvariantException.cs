namespace Device.Simulation.Tests.Fleet;

/// <summary>A law was broken; the message holds the seed.</summary>
internal sealed class InvariantException(string message) : Exception(message);
