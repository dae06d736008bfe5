using Device.Core.Speech;
using Device.Host.Notes;

namespace Device.Host.Speech;

/// <summary>
/// The one place where it is decided whether the microphone may be open: somebody asked for it, and it is not muted. While it is open the
/// panel says so. Muting closes it at once, whoever listens. Thread-safe.
/// </summary>
/// <param name="open">Opens the board's microphone; null when it has none.</param>
/// <param name="changes">Is told when what the panel shows of it changed.</param>
/// <param name="isMuted">Whether it is muted at the start.</param>
internal sealed class MicrophoneGate(Func<IMicrophone?> open, Revision changes, bool isMuted = false) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _isMuted = isMuted;
    private IMicrophone? _microphone;

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
                return _isMuted;
            }
        }
    }

    /// <summary>Mutes or unmutes: the hardware's mute line and the local API end here.</summary>
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

        changes.Bump();
    }

    /// <summary>Opens the microphone for one listener.</summary>
    /// <returns>The microphone, given back by <see cref="Close"/>; when it is muted its reader gets null. The reason when it may not be opened.</returns>
    public (IMicrophone? Microphone, string? Problem) TryOpen()
    {
        lock (_gate)
        {
            if (_isMuted)
            {
                return (null, "the microphone is muted");
            }

            if (_microphone is not null)
            {
                return (null, "the microphone is in use");
            }

            try
            {
                _microphone = open();
            }
            catch (IOException e)
            {
                return (null, e.Message);
            }

            if (_microphone is null)
            {
                return (null, "this machine has no microphone");
            }
        }

        changes.Bump();
        return (_microphone, null);
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

        changes.Bump();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Shut();
        }
    }

    private void Shut()
    {
        (_microphone as IDisposable)?.Dispose();
        _microphone = null;
    }
}
