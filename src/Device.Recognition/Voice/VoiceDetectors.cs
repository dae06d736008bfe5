using Device.Core.Speech;
using Device.Recognition.Models;

namespace Device.Recognition.Voice;

/// <summary>Opens the best voice detector that there is.</summary>
public static class VoiceDetectors
{
    /// <summary>Where the model lies when it was fetched before the build.</summary>
    public static string BesideProgram { get; } = Path.Combine(AppContext.BaseDirectory, "models", "silero-vad");

    /// <summary>Whether the model is there and whole, without loading it.</summary>
    /// <param name="folder">The bundle's folder; null for <see cref="BesideProgram"/>.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Check(string? folder)
    {
        try
        {
            _ = ModelBundle.Open(folder ?? BesideProgram);
            return null;
        }
        catch (ModelBundleException e)
        {
            return $"{e.Message}: tools/setup fetches it";
        }
    }

    /// <summary>Opens Silero's model, or the detector by loudness where it is missing.</summary>
    /// <param name="folder">The bundle's folder; null for <see cref="BesideProgram"/>.</param>
    /// <param name="problem">Why it is the one by loudness; null when it is not.</param>
    /// <returns>A detector of its own state, which the caller disposes of where it is disposable.</returns>
    public static IVoiceActivityDetector Open(string? folder, out string? problem)
    {
        try
        {
            problem = null;
            return new SileroVoiceDetector(ModelBundle.Open(folder ?? BesideProgram));
        }
        catch (ModelBundleException e)
        {
            problem = $"{e.Message}: tools/setup fetches it";
            return new EnergyVoiceDetector();
        }
    }
}
