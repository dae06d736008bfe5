namespace Device.Host;

/// <summary>What is missing at start and can be done without; each is said once in the log, and in <c>/health</c> until it is mended.</summary>
internal sealed class StartProblems
{
    private readonly List<string> _messages = [];

    public IReadOnlyList<string> Messages => _messages;

    public void Add(string message) => _messages.Add(message);
}
