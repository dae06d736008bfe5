using Device.Core.Touch;
using Microsoft.Extensions.Options;

namespace Device.Host.Options;

/// <summary>How fingers are understood: configuration section <c>Touch</c>.</summary>
public sealed class TouchOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Touch";

    /// <summary>What is taken for the writing hand.</summary>
    [ValidateObjectMembers]
    public PalmRejectionOptions Palm { get; set; } = new();

    /// <summary>What counts as a gesture.</summary>
    [ValidateObjectMembers]
    public TouchGestureOptions Gestures { get; set; } = new();
}

/// <summary>Checks the ranges of <see cref="TouchOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class TouchOptionsValidator : IValidateOptions<TouchOptions>;
