namespace Device.Hardware.Panels.It8951;

/// <summary>The controller does not answer or does not finish; a reset may help.</summary>
/// <param name="message">What was waited for, where and for how long.</param>
internal sealed class It8951Exception(string message) : IOException(message);
