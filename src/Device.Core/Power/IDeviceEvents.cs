namespace Device.Core.Power;

/// <summary>Keys, lid and supply of a machine, one port for every source of them.</summary>
public interface IDeviceEvents
{
    /// <summary>Events that were thrown away because nobody read them in time; the oldest go first.</summary>
    long Dropped { get; }

    /// <summary>
    /// Reads the events in order, beginning with the state of every switch that is not at rest (a closed lid). One reader.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The events; ends when the source is gone.</returns>
    IAsyncEnumerable<DeviceEvent> ReadAllAsync(CancellationToken cancellationToken);
}
