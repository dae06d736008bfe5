using System.Data.Common;
using Device.Core.Notebook;
using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>
/// The port to the database: accounts, facts, questions. What a method returns has been committed. Safe to use from any
/// thread. Every method throws <see cref="DbException"/> when the database fails; nothing of the call is then stored.
/// </summary>
internal interface IAccountStore : IAsyncDisposable
{
    /// <summary>Brings the schema up to date; workers that start together do it once.</summary>
    /// <exception cref="InvalidOperationException">The schema is newer than this program.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Asks the database something trivial.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Stores facts, all batches in one transaction. Facts stored before are not stored again.</summary>
    /// <param name="batches">In the order they came; 1 or more.</param>
    /// <param name="cancellationToken">Gives up; then nothing is stored.</param>
    /// <returns>One result for each batch, in the same order.</returns>
    Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<FactBatch> batches, CancellationToken cancellationToken);

    /// <summary>Reads facts of an account in the order of their positions.</summary>
    /// <param name="cursor">Where to go on, and whose facts to leave out.</param>
    /// <param name="maxFacts">How many at most, 1 or more.</param>
    /// <param name="maxBytes">Stops before the encoded facts exceed this, but reads one at least.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<PlacedFact>> ReadAsync(FactCursor cursor, int maxFacts, int maxBytes, CancellationToken cancellationToken);

    /// <summary>For each cursor the last position at or below <see cref="FactCursor.After"/> that its reader would be sent; 0 for none.</summary>
    /// <param name="cursors">1 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<long>> LastPositionsAsync(IReadOnlyList<FactCursor> cursors, CancellationToken cancellationToken);

    /// <summary>A machine, which joins an account if it is new.</summary>
    Task<MachineState> MachineAsync(DeviceId device, CancellationToken cancellationToken);

    /// <summary>The machines of accounts, by account and name.</summary>
    Task<IReadOnlyList<MachineState>> MachinesAsync(IReadOnlyCollection<string> accounts, CancellationToken cancellationToken);

    /// <summary>Moves a machine to an account; facts of its own account go along, facts of a shared one stay there.</summary>
    /// <exception cref="ArgumentException">The account is of another tenant, badly named, or full.</exception>
    Task AssignAsync(DeviceId device, string account, CancellationToken cancellationToken);

    /// <summary>Notes that machines came or went, all in one transaction; a machine that is new joins an account.</summary>
    /// <param name="presences">In the order they came, each machine once; 1 or more.</param>
    /// <param name="cancellationToken">Gives up; then nothing is noted.</param>
    /// <returns>The machines as they are now, in the same order.</returns>
    Task<IReadOnlyList<MachineState>> SetPresenceAsync(IReadOnlyList<Presence> presences, CancellationToken cancellationToken);

    /// <summary>Keeps what a machine has seen. From now on it counts again if it was expelled; its closed epochs stay closed.</summary>
    /// <param name="progress">What it told.</param>
    /// <param name="at">When it was told.</param>
    /// <param name="cancellationToken">Gives up; then nothing is kept.</param>
    /// <returns>What every machine of its account has.</returns>
    Task<TombstoneHorizon> SetProgressAsync(MachineProgress progress, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Expels machines that have been silent for longer than their account allows: nothing waits for them any more, and nothing more is stored of the epochs they have had.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">How many at most; 1 or more.</param>
    /// <param name="cancellationToken">Gives up; then none is expelled.</param>
    /// <returns>Those that were expelled now.</returns>
    Task<IReadOnlyList<DeviceId>> ExpelAsync(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>Sets after how many days of silence machines of an account are expelled.</summary>
    /// <param name="account">The account; it need not be there yet.</param>
    /// <param name="days">0 for never, else <see cref="FactLimits.UndoDays"/> to <see cref="StoreOptions.MostExpelDays"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The number of days is out of range.</exception>
    Task SetExpelDaysAsync(string account, int days, CancellationToken cancellationToken);

    /// <summary>Keeps a machine's report.</summary>
    Task SetReportedAsync(DeviceId device, string json, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Changes what a machine is wanted to be set to; an empty value takes a setting back.</summary>
    /// <returns>Everything wanted now, under a new version.</returns>
    /// <exception cref="MessageFormatException">It would be more than a message may hold; nothing is changed.</exception>
    Task<DesiredMessage> DesireAsync(DeviceId device, IReadOnlyDictionary<string, string> changes, CancellationToken cancellationToken);

    /// <summary>What a machine is wanted to be set to; null for nothing.</summary>
    Task<DesiredMessage?> DesiredAsync(DeviceId device, CancellationToken cancellationToken);

    /// <summary>Wishes that the broker has not taken yet.</summary>
    Task<IReadOnlyList<(DeviceId Device, DesiredMessage Desired)>> UntoldAsync(int most, CancellationToken cancellationToken);

    /// <summary>The broker has taken a wish.</summary>
    Task ToldAsync(DeviceId device, long version, CancellationToken cancellationToken);

    /// <summary>Claims a question: a new one, or one whose owner's lease has ended.</summary>
    Task<ReplyClaim> ClaimAsync(RequestKey request, ReplyLease lease, CancellationToken cancellationToken);

    /// <summary>Prolongs a claim.</summary>
    /// <returns>False when another worker owns the question now.</returns>
    Task<bool> RenewAsync(RequestKey request, ReplyLease lease, CancellationToken cancellationToken);

    /// <summary>Stores a part of an answer.</summary>
    /// <returns>False when another worker owns the question now; then nothing is stored.</returns>
    Task<bool> AddPartAsync(RequestKey request, string worker, ReplyMessage part, CancellationToken cancellationToken);

    /// <summary>Begins a blob of the machine's account, unless it is begun.</summary>
    /// <returns>How it stands, or refused and why.</returns>
    Task<BlobProgress> OfferBlobAsync(DeviceId device, string id, long length, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Stores bytes of a blob of the machine's account. Bytes stored before, or far above the committed ones, are not stored.</summary>
    /// <returns>How it stands, or refused and why.</returns>
    Task<BlobProgress> AddChunkAsync(DeviceId device, string id, BlobMessage.Chunk chunk, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A blob of the machine's account; of stage absent where there is none.</summary>
    Task<BlobProgress> BlobAsync(DeviceId device, string id, CancellationToken cancellationToken);

    /// <summary>Reads committed bytes of a blob.</summary>
    /// <returns>As many as were asked for, or fewer where they are not there any more.</returns>
    Task<byte[]> ReadBlobAsync(BlobProgress blob, long offset, int count, CancellationToken cancellationToken);

    /// <summary>A blob was verified: it is whole, or all of it is thrown away.</summary>
    /// <param name="verified">What was verified; a later generation is left as it is.</param>
    /// <param name="isRight">Whether it has the SHA-256 of its name.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether this call changed something.</returns>
    Task<bool> SettleBlobAsync(BlobProgress verified, bool isRight, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Forgets blobs that were begun and not touched since a time.</summary>
    /// <returns>How many.</returns>
    Task<int> PruneBlobsAsync(DateTimeOffset untouchedSince, CancellationToken cancellationToken);

    /// <summary>Notes facts that a machine keeps to itself for now: they are named as holes no more.</summary>
    Task WithholdAsync(DeviceId device, ulong epoch, IReadOnlyList<SequenceRange> ranges, CancellationToken cancellationToken);

    /// <summary>Forgets questions asked before a time.</summary>
    /// <returns>How many.</returns>
    Task<int> PruneAsync(DateTimeOffset askedBefore, CancellationToken cancellationToken);
}
