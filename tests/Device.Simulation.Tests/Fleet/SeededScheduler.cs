namespace Device.Simulation.Tests.Fleet;

/// <summary>
/// Runs the tasks of all processes of a simulated world on the calling thread, the next one drawn by a seed; time passes only
/// when none is ready. A process is a task scheduler of its own, so that killing it stops it at whatever await it stands.
/// </summary>
internal sealed class SeededScheduler(VirtualTime time, Random random)
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<(Process Process, Task Task)> _ready = [];
    private readonly List<Process> _processes = [];
    private string? _escape;

    /// <summary>A number that two equal runs share.</summary>
    public ulong Trace { get; private set; } = 14695981039346656037;

    /// <summary>Tasks run so far.</summary>
    public long Steps { get; private set; }

    public Process Start(string name, Func<Task> body)
    {
        var process = new Process(this, name);
        _processes.RemoveAll(p => p.IsDead);
        _processes.Add(process);
        process.Run(body);
        return process;
    }

    /// <summary>Notes something that happened.</summary>
    public void Note(long what) => Trace = (Trace ^ (ulong)what) * 1099511628211;

    /// <summary>Runs until a task has ended.</summary>
    /// <exception cref="InvalidOperationException">Nothing is left to do, it took too long, or a continuation left the thread.</exception>
    public void RunUntil(Task end, TimeSpan limit)
    {
        while (!end.IsCompleted)
        {
            foreach (var failed in _processes.Where(p => p is { IsDead: false, Ended.IsFaulted: true }))
            {
                failed.Ended.GetAwaiter().GetResult();
            }

            if (_escape is not null)
            {
                throw new InvalidOperationException($"a continuation came from another thread:\n{_escape}");
            }

            if (_ready.Count > 0)
            {
                var pick = random.Next(_ready.Count);
                var (process, task) = _ready[pick];
                _ready.RemoveAt(pick);
                Note(process.Number * 31 + _ready.Count);
                Steps++;
                process.Execute(task);
            }
            else if (time.Elapsed > limit)
            {
                throw new InvalidOperationException($"not done after {limit} of virtual time");
            }
            else if (!time.Step())
            {
                throw new InvalidOperationException("nothing is left to do, and the end has not come");
            }
        }
    }

    private void Add(Process process, Task task)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape ??= Environment.StackTrace;
        }

        lock (_ready)
        {
            _ready.Add((process, task));
        }
    }

    /// <summary>One process: its tasks, and whether it lives.</summary>
    internal sealed class Process(SeededScheduler world, string name) : TaskScheduler
    {
        private static readonly Task Forever = new TaskCompletionSource().Task;

        private bool _isDead;

        public int Number { get; } = name.Sum(c => c);

        public bool IsDead => _isDead;

        /// <summary>The body's end; never of a process that was killed.</summary>
        public Task Ended { get; private set; } = Forever;

        public void Run(Func<Task> body) => Ended = Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

        /// <summary>Nothing of it runs any more, not even a finally.</summary>
        public void Kill()
        {
            _isDead = true;
            world._ready.RemoveAll(r => r.Process == this);
        }

        public void Execute(Task task) => TryExecuteTask(task);

        protected override void QueueTask(Task task)
        {
            if (!_isDead)
            {
                world.Add(this, task);
            }
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
