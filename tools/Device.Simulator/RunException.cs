namespace Device.Simulator;

/// <summary>The run cannot go on; the message is for the person at the terminal.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">The cause.</param>
internal sealed class RunException(string message, Exception? inner = null) : Exception(message, inner);
