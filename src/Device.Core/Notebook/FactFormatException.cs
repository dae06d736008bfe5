namespace Device.Core.Notebook;

/// <summary>Bytes that should be a fact are not one. The message names the field, the value and what was expected.</summary>
/// <param name="field">The field.</param>
/// <param name="problem">The value and what was expected.</param>
public sealed class FactFormatException(string field, string problem) : FormatException($"{field}: {problem}")
{
    /// <summary>The field.</summary>
    public string Field { get; } = field;
}
