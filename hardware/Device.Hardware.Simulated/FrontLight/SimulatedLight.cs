using Device.Core.Power;

namespace Device.Hardware.Simulated.FrontLight;

/// <summary>A front light without hardware. Any thread.</summary>
public sealed class SimulatedLight : IFrontLight
{
    private readonly Lock _gate = new();
    private FrontLightLevel _level;

    /// <inheritdoc/>
    public bool HasWarmth => true;

    /// <summary>How it shines.</summary>
    public FrontLightLevel Level
    {
        get
        {
            lock (_gate)
            {
                return _level;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(FrontLightLevel level, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _level = level.Clamp();
        }

        return default;
    }
}
