namespace Device.Core.Power;

/// <summary>The light in front of a panel.</summary>
public interface IFrontLight
{
    /// <summary>Whether the light can be cold or warm.</summary>
    bool HasWarmth { get; }

    /// <summary>Sets the light; stays so until the next call.</summary>
    /// <param name="level">Brightness and warmth; brought into range.</param>
    /// <param name="cancellationToken">Gives up between transfers.</param>
    /// <returns>A task that ends when the light has taken it.</returns>
    /// <exception cref="IOException">The light does not answer.</exception>
    ValueTask SetAsync(FrontLightLevel level, CancellationToken cancellationToken);
}
