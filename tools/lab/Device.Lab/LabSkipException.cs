namespace Device.Lab;

/// <summary>This machine has no such device, so that nothing can be said; the message says what is missing.</summary>
internal sealed class LabSkipException(string message) : Exception(message);
