using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Device.Core.Notebook;
using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>
/// The system of record: facts in segment files, each synced to the medium before it is acknowledged
/// (<c>docs/formats/journal.md</c>). One process appends, any may read the files. Thread-safe. Disposing writes what
/// waits and seals the last segment. While appends wait, one write and one sync serve them all.
/// </summary>
public sealed class Journal : IAsyncDisposable
{
    /// <summary>Most facts of one append or one step of an import.</summary>
    public const int MaxBatch = 4_096;

    private readonly JournalParts _parts;
    private readonly JournalState _state;
    private readonly JournalWriter _writer;
    private readonly IDisposable _lock;
    private readonly Task _writing;
    private readonly SemaphoreSlim _compacting = new(1);
    private readonly CancellationTokenSource _closing = new();
    private int _disposed;

    private Journal(JournalParts parts, JournalState state, JournalWriter writer, JournalReport report, IDisposable held)
    {
        (_parts, _state, _writer, _lock, Report) = (parts, state, writer, held, report);
        _writing = writer.RunAsync();
    }

    /// <summary>The machine whose journal it is.</summary>
    public DeviceId Device => _state.Device;

    /// <summary>
    /// The epoch of own facts to come. Changes while the journal is open only when a fact is imported that bears a name this
    /// journal would have given: the machine was cloned.
    /// </summary>
    public ulong Epoch => _state.Epoch;

    /// <summary>Everything up to here is on the medium.</summary>
    public long DurablePosition => _writer.Tail.Durable;

    /// <summary>The keys it was opened with.</summary>
    internal KeyRing Keys => _parts.Keys;

    /// <summary>What is used and left.</summary>
    public StorageSpace Space => _parts.Space;

    /// <summary>What opening found.</summary>
    public JournalReport Report { get; }

    /// <summary>
    /// Opens the journal, alone among processes. Torn tails are cut off and kept in <c>setaside/</c>; lost facts are reported,
    /// not refused. Reads every segment once: about a second per gigabyte.
    /// </summary>
    /// <param name="options">Folder and limits.</param>
    /// <param name="keys">The last one encrypts what is written, all decrypt; <see cref="KeyRing.None"/> where the machine has no key.</param>
    /// <param name="device">This machine. The journal of another one is taken over under a new epoch.</param>
    /// <param name="time">Wall clock of the hybrid clock, and durations.</param>
    /// <param name="random">Draws epochs and salts; used by one thread at a time.</param>
    /// <param name="logger">Is told of damage and failures, never of content.</param>
    /// <param name="ct">Stops the opening.</param>
    /// <returns>The open journal.</returns>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="JournalInUseException">Another process has it open.</exception>
    /// <exception cref="JournalFormatException">It is of a newer version; nothing was changed.</exception>
    /// <exception cref="StorageKeyException">A key that it needs is missing; nothing was changed.</exception>
    /// <exception cref="IOException">It cannot be read, or nothing can be written.</exception>
    public static Task<Journal> OpenAsync(
        JournalOptions options, KeyRing keys, DeviceId device, TimeProvider time, Random random, ILogger<Journal> logger, CancellationToken ct)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return OpenAsync(LinuxFolder.Ensure(options.Directory), options, device, time, random, logger, ct, keys: keys);
    }

    /// <summary>Opens a journal that is not encrypted; see the other overload.</summary>
    /// <param name="options">Folder and limits.</param>
    /// <param name="device">This machine.</param>
    /// <param name="time">Wall clock of the hybrid clock, and durations.</param>
    /// <param name="random">Draws epochs and salts; used by one thread at a time.</param>
    /// <param name="logger">Is told of damage and failures, never of content.</param>
    /// <param name="ct">Stops the opening.</param>
    /// <returns>The open journal.</returns>
    /// <exception cref="IOException">It cannot be read, or nothing can be written.</exception>
    public static Task<Journal> OpenAsync(
        JournalOptions options, DeviceId device, TimeProvider time, Random random, ILogger<Journal> logger, CancellationToken ct) =>
        OpenAsync(options, KeyRing.None, device, time, random, logger, ct);

    /// <summary>
    /// The names of all facts that are on the medium, those that compaction dropped included: what this machine may say it has
    /// seen. Waits for a commit under way. O(ranges).
    /// </summary>
    /// <returns>The names.</returns>
    public VersionVector Seen() => _writer.Seen();

    /// <summary>What this machine may tell the others of itself: <see cref="Seen"/>, and what its clock read then. Waits for a commit under way. O(ranges).</summary>
    /// <returns>The progress.</returns>
    public MachineProgress Progress() => _writer.Progress();

    /// <summary>Writes a fact down; returns when it is on the medium.</summary>
    /// <param name="body">What it says.</param>
    /// <param name="ct">Cancels waiting for a place in the queue; once queued the fact will be written.</param>
    /// <returns>The fact with its name and time.</returns>
    /// <exception cref="ArgumentException">A field is over its limit.</exception>
    /// <exception cref="StorageFullException">There is no room; it was not stored.</exception>
    /// <exception cref="JournalFailedException">It could not be stored, and nothing more will be.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public async ValueTask<Fact> AppendAsync(FactBody body, CancellationToken ct) =>
        (await _writer.WriteAsync(AppendRequest.Append([body]), ct))[0];

    /// <summary>
    /// Writes facts down together and in this order; returns when all are on the medium. A power cut before that leaves none
    /// or the first few of them.
    /// </summary>
    /// <param name="bodies">At most <see cref="MaxBatch"/>, encoded at most half a segment.</param>
    /// <param name="ct">Cancels waiting for a place in the queue; once queued the facts will be written.</param>
    /// <returns>The facts with their names and times.</returns>
    /// <exception cref="ArgumentException">There are too many, or a field is over its limit.</exception>
    /// <exception cref="StorageFullException">There is no room; none was stored.</exception>
    /// <exception cref="JournalFailedException">They could not be stored, and nothing more will be.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public async ValueTask<IReadOnlyList<Fact>> AppendAsync(IReadOnlyList<FactBody> bodies, CancellationToken ct)
    {
        if (bodies.Count == 0)
        {
            return [];
        }

        var request = AppendRequest.Append(bodies);
        if (bodies.Count > MaxBatch || request.Bytes > _writer.CommitBytes)
        {
            throw new ArgumentException(
                $"{bodies.Count} facts of {request.Bytes} bytes, at most {MaxBatch} and {_writer.CommitBytes} expected in one append", nameof(bodies));
        }

        return await _writer.WriteAsync(request, ct);
    }

    /// <summary>As <see cref="AppendAsync(IReadOnlyList{FactBody}, CancellationToken)"/>, but waits while there is no room.</summary>
    /// <param name="bodies">At most <see cref="MaxBatch"/>, encoded at most half a segment.</param>
    /// <param name="ct">Cancels waiting for room.</param>
    /// <returns>The facts with their names and times.</returns>
    /// <exception cref="ArgumentException">There are too many, or a field is over its limit.</exception>
    /// <exception cref="JournalFailedException">They could not be stored, and nothing more will be.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public async ValueTask<IReadOnlyList<Fact>> AppendWhenRoomAsync(IReadOnlyList<FactBody> bodies, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await AppendAsync(bodies, ct);
            }
            catch (StorageFullException)
            {
                await Space.RoomAsync(ct);
            }
        }
    }

    /// <summary>
    /// Takes facts of other machines (or own ones that come back) into the journal; those it knows are passed over. Their
    /// times are observed: what is written here afterwards is later. Durable on return.
    /// </summary>
    /// <param name="facts">Any number; written in steps of at most <see cref="MaxBatch"/>.</param>
    /// <param name="ct">Cancels between steps; what was written stays.</param>
    /// <returns>How many were new.</returns>
    /// <exception cref="ArgumentException">A field is over its limit.</exception>
    /// <exception cref="StorageFullException">There is no room; those of earlier steps are stored.</exception>
    /// <exception cref="JournalFailedException">They could not all be stored, and nothing more will be.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public async ValueTask<int> ImportAsync(IReadOnlyList<Fact> facts, CancellationToken ct)
    {
        var added = 0;
        for (var next = 0; next < facts.Count;)
        {
            var request = AppendRequest.Import(facts, next, MaxBatch, _writer.CommitBytes);
            added += (await _writer.WriteAsync(request, ct)).Count;
            next += request.Payloads.Length;
        }

        return added;
    }

    /// <summary>As <see cref="ImportAsync"/>, but waits while there is no room.</summary>
    /// <param name="facts">Any number.</param>
    /// <param name="ct">Cancels between steps and while waiting; what was written stays.</param>
    /// <returns>How many of the last try were new.</returns>
    /// <exception cref="ArgumentException">A field is over its limit.</exception>
    /// <exception cref="JournalFailedException">They could not all be stored, and nothing more will be.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public async ValueTask<int> ImportWhenRoomAsync(IReadOnlyList<Fact> facts, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await ImportAsync(facts, ct);
            }
            catch (StorageFullException)
            {
                await Space.RoomAsync(ct);
            }
        }
    }

    /// <summary>Reads durable entries in order. Positions that were lost are skipped.</summary>
    /// <param name="fromPosition">The first position wanted, from 1.</param>
    /// <param name="follow">Whether to wait for more at the end; then it ends when the journal is disposed.</param>
    /// <param name="ct">Stops reading.</param>
    /// <returns>The entries. Several readers may be at work, each with its own enumerator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is below 1.</exception>
    /// <exception cref="JournalFailedException">While following: the journal failed; every durable entry had been given.</exception>
    /// <exception cref="IOException">A segment cannot be read.</exception>
    public IAsyncEnumerable<JournalEntry> ReadAsync(long fromPosition, bool follow, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromPosition, 1);
        return Read(fromPosition, follow, ct);
    }

    /// <summary>
    /// Rewrites full segments: facts that may be dropped go, small segments are put together, and what is not encrypted with
    /// the current key is. Positions stay, with gaps; readers and appends go on meanwhile. Whatever stops it, each segment is
    /// either the old one or the new one. A segment with damage is left alone. One compaction runs at a time; its work between
    /// the pauses is done on the caller's thread.
    /// </summary>
    /// <param name="options">When a segment is worth it, and how fast.</param>
    /// <param name="superseded">
    /// Whether a fact may be dropped: nobody must need it any more, other machines and the cloud included. It must give the
    /// same answer for a fact each time it is asked. Null drops none.
    /// </param>
    /// <param name="progress">Is told before each group of segments and at the end; null where nobody looks.</param>
    /// <param name="ct">Stops it at the next record; the group under way stays as it was.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="IOException">A segment could not be read or written; the journal goes on.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public async Task<CompactionReport> CompactAsync(
        CompactionOptions options, Func<Fact, bool>? superseded, IProgress<CompactionProgress>? progress, CancellationToken ct)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, _closing.Token);
        await _compacting.WaitAsync(stop.Token);
        try
        {
            return await new JournalCompactor(_parts, _writer, options).RunAsync(superseded, progress, stop.Token);
        }
        finally
        {
            _compacting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _closing.Cancel();
        await _compacting.WaitAsync();
        _writer.Close();
        await _writing;
        _lock.Dispose();
        _parts.Metrics.Dispose();
        _compacting.Dispose();
        _closing.Dispose();
    }

    internal static Task<Journal> OpenAsync(
        IStorageFolder folder,
        JournalOptions options,
        DeviceId device,
        TimeProvider time,
        Random random,
        ILogger logger,
        CancellationToken ct,
        StorageMetrics? metrics = null,
        KeyRing? keys = null)
    {
        var held = JournalLock.Take(folder);
        metrics ??= new StorageMetrics();
        try
        {
            var parts = new JournalParts(folder, options, keys ?? KeyRing.None, time, random, new StorageSpace(options.Space, folder, time, logger), metrics, logger);
            var (writer, state, report) = JournalOpening.Run(parts, device, ct);
            return Task.FromResult(new Journal(parts, state, writer, report, held));
        }
        catch
        {
            metrics.Dispose();
            held.Dispose();
            throw;
        }
    }

    private async IAsyncEnumerable<JournalEntry> Read(long from, bool follow, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new SegmentReader(_parts.Folder, _parts.Keys, from, _parts.Logger);
        while (true)
        {
            var tail = _writer.Tail;
            while (TryNext(reader, ref tail))
            {
                yield return new JournalEntry(reader.Record.Position, reader.Record.ToFact());
                ct.ThrowIfCancellationRequested();
            }

            if (!follow || tail.Ended)
            {
                if (follow && tail.Failure is not null)
                {
                    throw tail.Failure;
                }

                yield break;
            }

            // Not WaitAsync: it continues on the thread pool, and a simulation on one thread would lose it.
            await tail.Changed.ContinueWith(static _ => { }, ct, TaskContinuationOptions.None, TaskScheduler.Current);
        }
    }

    private bool TryNext(SegmentReader reader, ref JournalTail tail)
    {
        while (true)
        {
            try
            {
                return reader.TryNext(tail);
            }
            catch (SegmentGoneException) when (tail != _writer.Tail)
            {
                tail = _writer.Tail;
            }
        }
    }
}
