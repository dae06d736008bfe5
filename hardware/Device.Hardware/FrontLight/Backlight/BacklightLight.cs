using System.Globalization;
using Device.Core.Power;
using Device.Hardware.Panels;

namespace Device.Hardware.FrontLight.Backlight;

/// <summary>A front light behind one or two of the kernel's backlights or LEDs (files brightness and max_brightness). One caller at a time.</summary>
public sealed class BacklightLight : IFrontLight
{
    private const int MostCharacters = 32;
    private const int MostSteps = 1_000_000;

    private readonly BacklightOptions _options;
    private readonly int _coldSteps;
    private readonly int _warmSteps;

    private BacklightLight(BacklightOptions options)
    {
        _options = options;
        _coldSteps = Steps(options.Cold);
        _warmSteps = options.Warm.Length > 0 ? Steps(options.Warm) : 0;
    }

    /// <inheritdoc/>
    public bool HasWarmth => _options.Warm.Length > 0;

    /// <summary>Reads how many steps the lights have.</summary>
    /// <param name="options">Which lights.</param>
    /// <returns>The light.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">There is no such light.</exception>
    public static BacklightLight Open(BacklightOptions options)
    {
        OptionCheck.ThrowIfAny("backlight", options.Validate());
        return new BacklightLight(options);
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(FrontLightLevel level, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (cold, warm) = Shares(HasWarmth ? level : level with { Warmth = 0 });
        Write(_options.Cold, LightCurve.Step(cold, _coldSteps));
        if (HasWarmth)
        {
            Write(_options.Warm, LightCurve.Step(warm, _warmSteps));
        }

        return default;
    }

    /// <summary>Where the kernel has the curve already, each colour is set as it is to be felt.</summary>
    private (double Cold, double Warm) Shares(FrontLightLevel level)
    {
        if (!_options.IsPerceptual)
        {
            return LightCurve.Split(level);
        }

        var (brightness, warmth) = level.Clamp();
        return (brightness * (100 - warmth) / 10_000.0, brightness * warmth / 10_000.0);
    }

    private static int Steps(string folder)
    {
        var path = Path.Combine(folder, "max_brightness");
        using var reader = new StreamReader(path);
        var characters = new char[MostCharacters];
        var text = new string(characters, 0, reader.ReadBlock(characters)).Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps is > 0 and <= MostSteps
            ? steps
            : throw new IOException($"{path}: '{text}' found, 1 to {MostSteps} expected");
    }

    private static void Write(string folder, int value)
    {
        var path = Path.Combine(folder, "brightness");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture) + "\n"));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: this user may not write it: see the udev rules in firmware/image", e);
        }
    }
}
