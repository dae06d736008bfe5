namespace Device.Hardware.Pen;

/// <summary>What an <see cref="EvdevReader"/> reads for. Called on the reading thread.</summary>
internal interface IEvdevConsumer
{
    /// <summary>Asks the device for its whole state and keeps it for <see cref="Resume"/>.</summary>
    void ReadState();

    /// <summary>Goes on from the state that was read last, at the start and after events were lost.</summary>
    void Resume(long timestampMicroseconds);

    /// <summary>Takes an event.</summary>
    /// <returns>Whether events were lost before it, so that the state has to be read anew.</returns>
    bool Take(in EvdevEvent item);

    /// <summary>The device is gone, or about to be closed.</summary>
    void Leave(long timestampMicroseconds);
}
