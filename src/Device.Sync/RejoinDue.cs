using Device.Messages;

namespace Device.Sync;

/// <summary>
/// The machine was expelled and has now seen everything that its account had: keep this (<see cref="Rejoining.RejoinOrder"/>),
/// close the journal, open it under a new epoch and run <see cref="Rejoining.JournalRejoin"/>. Until then none of its facts
/// are sent. Comes once in a run of the session.
/// </summary>
/// <param name="Closed">What is stored of each closed epoch.</param>
public sealed record RejoinDue(IReadOnlyList<AckMessage> Closed) : CloudInput;
