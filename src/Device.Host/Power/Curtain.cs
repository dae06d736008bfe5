using Device.Host.Notes;
using Device.Screen.Model;

namespace Device.Host.Power;

/// <summary>What stands before the page: nothing, or that the machine sleeps. The power flow draws it, the screen flow shows it. Thread-safe.</summary>
internal sealed class Curtain(Revision changes)
{
    private readonly Lock _gate = new();
    private Request? _open;
    private ScreenNotice _shown;

    /// <summary>What the panel shows, as far as is known.</summary>
    public ScreenNotice Shown
    {
        get
        {
            lock (_gate)
            {
                return _shown;
            }
        }
    }

    /// <summary>Has something shown, and waits until the panel has taken it.</summary>
    /// <param name="notice">What; <see cref="ScreenNotice.None"/> for the page.</param>
    /// <param name="isClean">Whether the panel is cleaned deeply with it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The panel did not take it.</exception>
    public async Task ShowAsync(ScreenNotice notice, bool isClean, CancellationToken cancellationToken)
    {
        var request = new Request(notice, isClean);
        lock (_gate)
        {
            _open?.Done.TrySetCanceled(CancellationToken.None);
            _open = request;
        }

        changes.Bump();
        await request.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>What is to be shown next, or null.</summary>
    internal Request? Take()
    {
        lock (_gate)
        {
            return _open;
        }
    }

    /// <summary>Says how showing it went.</summary>
    internal void Finish(Request request, IOException? error)
    {
        lock (_gate)
        {
            _shown = request.Notice;
            _open = _open == request ? null : _open;
        }

        if (error is null)
        {
            request.Done.TrySetResult();
        }
        else
        {
            request.Done.TrySetException(error);
        }
    }

    /// <summary>Something that is to be shown.</summary>
    internal sealed record Request(ScreenNotice Notice, bool IsClean)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
