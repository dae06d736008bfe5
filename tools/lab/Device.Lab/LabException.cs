namespace Device.Lab;

/// <summary>Something is not as it should be on this kernel; the message says what was found and what was expected.</summary>
internal sealed class LabException(string message) : Exception(message);
