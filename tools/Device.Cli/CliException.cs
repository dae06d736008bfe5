namespace Device.Cli;

/// <summary>What was asked for cannot be done; the message is all a person needs to know.</summary>
internal sealed class CliException(string message) : Exception(message);
