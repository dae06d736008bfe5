namespace Device.Hardware.Simulated.Panel;

/// <summary>A state between two others, on the way that a waveform takes a pixel.</summary>
/// <param name="First">A grey, or <see cref="From"/> or <see cref="To"/>.</param>
/// <param name="Second">The same.</param>
/// <param name="Part">How far it is from the first to the second, in 1/256.</param>
internal readonly record struct DriveMix(int First, int Second, int Part)
{
    /// <summary>What the pixel showed when the drive began.</summary>
    internal const int From = -1;

    /// <summary>What the pixel is to show.</summary>
    internal const int To = -2;

    internal const int Black = 0;

    internal const int White = 255;

    internal byte Of(byte from, byte to)
    {
        var (a, b) = (Resolve(First, from, to), Resolve(Second, from, to));
        return (byte)(a + ((b - a) * Part / 256));
    }

    private static int Resolve(int state, byte from, byte to) => state switch
    {
        From => from,
        To => to,
        _ => state,
    };
}
