using System.Diagnostics.CodeAnalysis;
using Device.Messages;

namespace Device.Sync;

/// <summary>The machine's state as last reported, and whether the broker was told on this connection. Thread-safe.</summary>
internal sealed class ReportedState
{
    private readonly Lock _gate = new();
    private ReportedMessage? _message;
    private bool _told = true;

    public void Set(ReportedMessage message)
    {
        lock (_gate)
        {
            _message = message;
            _told = false;
        }
    }

    /// <summary>A new connection: it is told again.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _told = _message is null;
        }
    }

    public bool TryTake([NotNullWhen(true)] out ReportedMessage? message)
    {
        lock (_gate)
        {
            message = _told ? null : _message;
            _told = true;
            return message is not null;
        }
    }
}
