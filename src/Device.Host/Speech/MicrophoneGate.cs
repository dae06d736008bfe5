using Device.Core.Speech;
using Device.Host.Notes;

namespace Device.Host.Speech;

/// <summary>
/// The one place where it is decided whether the microphone may be open: somebody asked for it, and neither the machine's switch nor the local
/// API mutes it. While it is open the panel says so. Muting closes it at once, whoever listens. Thread-safe.
/// </summary>
internal sealed class MicrophoneGate : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<IMicrophone?> _open;
    private readonly MicrophoneMute _switch;
    private readonly Revision _changes;
    private bool _isMuted;
    private IMicrophone? _microphone;

    /// <param name="open">Opens the board's microphone; null when it has none.</param>
    /// <param name="muteSwitch">The machine's switch.</param>
    /// <param name="changes">Is told when what the panel shows of it changed.</param>
    public MicrophoneGate(Func<IMicrophone?> open, MicrophoneMute muteSwitch, Revision changes)
    {
        (_open, _switch, _changes) = (open, muteSwitch, changes);
        muteSwitch.Changed += OnSwitched;
    }

    /// <summary>Whether the machine hears.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _microphone is not null;
            }
        }
    }

    /// <summary>Whether nobody may listen.</summary>
    public bool IsMuted
    {
        get
        {
            lock (_gate)
            {
                return _isMuted || _switch.IsMuted;
            }
        }
    }

    /// <summary>Mutes or unmutes beside the switch: while that is on, the microphone stays muted.</summary>
    public void Mute(bool muted)
    {
        lock (_gate)
        {
            if (_isMuted == muted)
            {
                return;
            }

            _isMuted = muted;
            if (muted)
            {
                Shut();
            }
        }

        _changes.Bump();
    }

    /// <summary>Opens the microphone for one listener.</summary>
    /// <returns>The microphone, given back by <see cref="Close"/>; when it is muted its reader gets null. The reason when it may not be opened.</returns>
    public (IMicrophone? Microphone, string? Problem) TryOpen()
    {
        IMicrophone? opened;
        lock (_gate)
        {
            if (_isMuted || _switch.IsMuted)
            {
                return (null, "the microphone is muted");
            }

            if (_microphone is not null)
            {
                return (null, "the microphone is in use");
            }

            try
            {
                opened = _open();
            }
            catch (IOException e)
            {
                return (null, e.Message);
            }

            if (opened is null)
            {
                return (null, "this machine has no microphone");
            }

            _microphone = opened;
        }

        _changes.Bump();
        return (opened, null);
    }

    /// <summary>Closes the microphone of a listener; without effect when it was closed already.</summary>
    public void Close(IMicrophone microphone)
    {
        lock (_gate)
        {
            if (_microphone != microphone)
            {
                return;
            }

            Shut();
        }

        _changes.Bump();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _switch.Changed -= OnSwitched;
        lock (_gate)
        {
            Shut();
        }
    }

    private void OnSwitched(object? sender, EventArgs e)
    {
        lock (_gate)
        {
            // Not on this thread, which reads the switch: closing waits for the thread that records.
            if (_switch.IsMuted && _microphone is { } microphone)
            {
                _microphone = null;
                _ = Task.Run(() => (microphone as IDisposable)?.Dispose());
            }
        }

        _changes.Bump();
    }

    private void Shut()
    {
        (_microphone as IDisposable)?.Dispose();
        _microphone = null;
    }
}
