namespace Device.Core.Speech;

/// <summary>A sine, for microphones and self-tests.</summary>
public static class Tone
{
    /// <summary>Makes a tone.</summary>
    /// <param name="frequency">Hz, above 0, below half of the rate.</param>
    /// <param name="duration">How long.</param>
    /// <param name="amplitude">Its peak, 0 to 1 of full scale.</param>
    /// <param name="rate">Samples a second.</param>
    public static short[] Of(double frequency, TimeSpan duration, double amplitude = 0.5, int rate = AudioFrame.SampleRate)
    {
        var samples = new short[(int)(duration.TotalSeconds * rate)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)Math.Round(amplitude * short.MaxValue * Math.Sin(2 * Math.PI * frequency * i / rate));
        }

        return samples;
    }
}
