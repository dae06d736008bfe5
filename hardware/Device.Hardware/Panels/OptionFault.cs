namespace Device.Hardware.Panels;

/// <summary>A value in a driver's options that cannot be used.</summary>
/// <param name="Field">The field as a board profile spells it, such as <c>vcom</c> or <c>waveforms.gc16</c>.</param>
/// <param name="Value">What was found.</param>
/// <param name="Expected">What is allowed.</param>
public readonly record struct OptionFault(string Field, string Value, string Expected)
{
    /// <summary>The fault as a sentence.</summary>
    /// <returns>Field, value and what was expected.</returns>
    public override string ToString() => $"{Field}: '{Value}' found, {Expected} expected";
}
