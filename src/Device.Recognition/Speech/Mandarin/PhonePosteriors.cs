namespace Device.Recognition.Speech.Mandarin;

/// <summary>Log probabilities of every label at every step of 40 ms. Immutable.</summary>
public sealed class PhonePosteriors
{
    /// <summary>Samples of a step.</summary>
    public const int StepSamples = 640;

    private readonly float[] _logs;

    /// <summary>Takes log probabilities.</summary>
    /// <param name="logs">Steps x labels; kept, not copied.</param>
    /// <param name="classes">Labels.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the labels.</exception>
    public PhonePosteriors(float[] logs, int classes)
    {
        if (classes < 1 || logs.Length % classes != 0)
        {
            throw new ArgumentException($"{logs.Length} numbers, a multiple of {classes} expected", nameof(logs));
        }

        (_logs, Classes) = (logs, classes);
    }

    /// <summary>Labels.</summary>
    public int Classes { get; }

    /// <summary>Steps.</summary>
    public int Steps => _logs.Length / Classes;

    /// <summary>Log probabilities of a step.</summary>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    public ReadOnlySpan<float> this[int step] => _logs.AsSpan(step * Classes, Classes);

    /// <summary>Some successive steps, sharing nothing with these.</summary>
    /// <param name="start">The first step.</param>
    /// <param name="count">How many.</param>
    public PhonePosteriors Slice(int start, int count) => new(_logs.AsSpan(start * Classes, count * Classes).ToArray(), Classes);
}
