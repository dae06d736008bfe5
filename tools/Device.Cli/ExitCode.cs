namespace Device.Cli;

/// <summary>What the program returns.</summary>
internal static class ExitCode
{
    internal const int Ok = 0;

    /// <summary>The thing asked for failed.</summary>
    internal const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    internal const int Usage = 2;
}
