using Device.Core.Notebook;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Sync.Tests.Real;

/// <summary>A machine with a real journal in a temporary folder and a session on a real broker.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly string _folder;
    private readonly AtomicFile _cursor;
    private readonly SyncOptions _options;
    private CancellationTokenSource _stop = new();
    private readonly List<CloudInput> _inputs = [];
    private Task _running = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;

    private Machine(string folder, Journal journal, BlobStore blobs, SyncOptions options)
    {
        _folder = folder;
        Journal = journal;
        Blobs = blobs;
        _cursor = new AtomicFile(Path.Combine(folder, "cursor"), NullLogger<AtomicFile>.Instance);
        _options = options;
        Session = MakeSession();
    }

    public Journal Journal { get; }

    public BlobStore Blobs { get; }

    public SyncSession Session { get; private set; }

    public Watched Watched { get; } = new();

    public IReadOnlyList<CloudInput> Inputs
    {
        get
        {
            lock (_inputs)
            {
                return [.. _inputs];
            }
        }
    }

    /// <summary>Opens the journal; the session starts with <see cref="Start"/>.</summary>
    public static async Task<Machine> OpenAsync(DeviceId device, SyncOptions options, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("device-sync-").FullName;
        var journal = await Journal.OpenAsync(
            new JournalOptions { Directory = Path.Combine(folder, "journal") }, device, TimeProvider.System, new Random(17), NullLogger<Journal>.Instance, ct);
        var blobs = await BlobStore.OpenAsync(
            new BlobOptions { Directory = Path.Combine(folder, "blobs") }, journal, TimeProvider.System, new Random(18), NullLogger<BlobStore>.Instance, ct);
        return new Machine(folder, journal, blobs, options);
    }

    public void Start()
    {
        _running = Session.RunAsync(_stop.Token);
        _reading = ReadAsync();
    }

    public async Task<IReadOnlyList<Fact>> WriteAsync(int count, CancellationToken ct)
    {
        var facts = new List<Fact>(count);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(200))
        {
            facts.AddRange(await Task.WhenAll(chunk.Select(i => Journal.AppendAsync(new NoteCreated($"note {i}"), ct).AsTask())));
        }

        return facts;
    }

    public Task UntilAsync(Func<SyncStatus, bool> condition, CancellationToken ct) => Watched.UntilAsync(Session, condition, ct);

    /// <summary>Stops the session gracefully.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _reading;
    }

    /// <summary>Starts a new session on the same journal and cursor after <see cref="StopAsync"/>.</summary>
    public void RestartSession()
    {
        Session.Dispose();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        Session = MakeSession();
        Start();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Session.Dispose();
        _cursor.Dispose();
        Blobs.Dispose();
        await Journal.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SyncSession MakeSession() =>
        new(_options, Journal, _cursor, TimeProvider.System, new Random(1), NullLogger<SyncSession>.Instance, Blobs);

    private async Task ReadAsync()
    {
        await foreach (var input in Session.Inputs.ReadAllAsync())
        {
            if (input is FactsArrived arrived)
            {
                await Journal.ImportAsync(arrived.Facts, CancellationToken.None);
                await arrived.AcceptAsync();
            }

            lock (_inputs)
            {
                _inputs.Add(input);
            }

            Watched.Changed();
        }
    }
}
