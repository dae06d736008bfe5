namespace Device.Simulator;

/// <summary>What <c>tools/run</c> was asked for.</summary>
/// <param name="Data">Folder of the machine's and the desk cloud's data.</param>
/// <param name="Port">Port of the page; 0 for a free one.</param>
/// <param name="Board">Board profile, a name or a file.</param>
/// <param name="Replay">Ink to write, or null.</param>
/// <param name="Speed">How much faster than it was written; 0 for as fast as the machine takes it.</param>
/// <param name="Ask">Question to Spark after the replay, or null.</param>
/// <param name="Shot">PNG of the panel to write at the end, or null.</param>
/// <param name="Exit">Whether to stop after that.</param>
/// <param name="OpenBrowser">Whether to open the page in a browser.</param>
/// <param name="Program">The <c>deviced</c> to start.</param>
/// <param name="Timeout">Longest wait for the machine to finish its work.</param>
internal sealed record RunOptions(
    DirectoryInfo Data,
    int Port,
    string Board,
    FileInfo? Replay,
    double Speed,
    string? Ask,
    FileInfo? Shot,
    bool Exit,
    bool OpenBrowser,
    FileInfo Program,
    TimeSpan Timeout);
