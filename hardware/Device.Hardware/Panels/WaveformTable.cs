using Device.Core.Screen;

namespace Device.Hardware.Panels;

/// <summary>
/// From why a region is refreshed to the number a controller is sent: intent, then waveform, then number. A waveform that the
/// controller lacks is replaced by the next stronger one it has, so that every intent works on every panel. Immutable; any thread.
/// </summary>
public sealed class WaveformTable
{
    // Weakest first. What replaces a waveform shows at least its greys.
    private static readonly Waveform[][] Replacements =
    [
        [Waveform.Init, Waveform.Gc16],
        [Waveform.Du, Waveform.Du4, Waveform.Gl16, Waveform.Gc16],
        [Waveform.A2, Waveform.Du, Waveform.Du4, Waveform.Gl16, Waveform.Gc16],
        [Waveform.Du4, Waveform.Gl16, Waveform.Gc16],
        [Waveform.Gl16, Waveform.Gc16],
        [Waveform.Gc16],
        [Waveform.Glr16, Waveform.Gl16, Waveform.Gc16],
        [Waveform.Gld16, Waveform.Glr16, Waveform.Gl16, Waveform.Gc16],
    ];

    private readonly WaveformNumbers _numbers;
    private readonly WaveformChoice[] _choices;

    /// <summary>Makes a table.</summary>
    /// <param name="numbers">The controller's numbers.</param>
    /// <param name="intents">The board's choices; null for the standard.</param>
    /// <exception cref="ArgumentException">A value cannot be used; the message names all of them.</exception>
    public WaveformTable(WaveformNumbers numbers, IntentWaveforms? intents = null)
    {
        intents ??= new IntentWaveforms();
        OptionCheck.ThrowIfAny("waveforms", numbers.Validate());
        OptionCheck.ThrowIfAny("intents", intents.Validate());
        _numbers = numbers;
        _choices = [.. Enum.GetValues<RefreshIntent>().Select(i => Resolve(intents[i]))];
    }

    /// <summary>Whether the controller clears to white by a waveform of its own.</summary>
    public bool HasInit => _numbers.Init is not null;

    /// <summary>What to send for an intent. <see cref="RefreshIntent.DeepClean"/> is the picture after <see cref="Resolve"/> of Init.</summary>
    /// <param name="intent">Why a region is refreshed.</param>
    /// <returns>A waveform the controller has, and its number.</returns>
    public WaveformChoice Choose(RefreshIntent intent) => _choices[(int)intent];

    /// <summary>The waveform, or the next stronger one that the controller has.</summary>
    /// <param name="waveform">The wanted one.</param>
    /// <returns>What the controller has, and its number.</returns>
    public WaveformChoice Resolve(Waveform waveform)
    {
        foreach (var candidate in Replacements[(int)waveform])
        {
            if (_numbers[candidate] is { } number)
            {
                return new WaveformChoice(candidate, number);
            }
        }

        throw new InvalidOperationException("a checked table has GC16");
    }
}
