namespace Device.Core.Power;

/// <summary>Puts the whole machine to sleep or switches it off.</summary>
public interface ISystemPower
{
    /// <summary>Suspends to memory. Everything that must outlive a flat battery is on flash before.</summary>
    /// <param name="cancellationToken">Gives up before the machine sleeps; a simulated machine wakes by it.</param>
    /// <returns>A task that ends after the machine woke. What woke it, the events that follow and the clock's alarm say.</returns>
    /// <exception cref="IOException">The machine could not be suspended; it is awake.</exception>
    ValueTask SuspendAsync(CancellationToken cancellationToken);

    /// <summary>Begins to switch the machine off; the operating system then ends this program.</summary>
    /// <param name="cancellationToken">Gives up before it has begun.</param>
    /// <returns>A task that ends when the operating system has taken the order.</returns>
    /// <exception cref="IOException">The operating system refused.</exception>
    ValueTask PowerOffAsync(CancellationToken cancellationToken);
}
