namespace Device.Hardware.Panels.Kernel;

/// <summary>A thread of its own for calls that the kernel holds up.</summary>
internal sealed class BlockingThread : IBlockingCalls
{
    private const int MostWaiting = 16;

    private readonly object _gate = new();
    private readonly Queue<(Func<int> Call, TaskCompletionSource<int> Done)> _calls = new();
    private bool _isDisposed;

    internal BlockingThread(string name) => new Thread(Run) { IsBackground = true, Name = name }.Start();

    public Task<int> RunAsync(Func<int> call)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_calls.Count == MostWaiting)
            {
                throw new IOException($"{_calls.Count} calls wait for the kernel already");
            }

            _calls.Enqueue((call, done));
            Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    /// <summary>Ends the thread after the call under way, which may be held up for ever; does not wait for it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            (Func<int> Call, TaskCompletionSource<int> Done) next;
            lock (_gate)
            {
                while (_calls.Count == 0)
                {
                    if (_isDisposed)
                    {
                        return;
                    }

                    Monitor.Wait(_gate);
                }

                next = _calls.Dequeue();
            }

            try
            {
                next.Done.SetResult(next.Call());
            }
#pragma warning disable CA1031 // Whatever the call threw belongs to who asked for it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                next.Done.SetException(e);
            }
        }
    }
}
