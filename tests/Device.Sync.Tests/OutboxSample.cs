using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Sending;

namespace Device.Sync.Tests;

/// <summary>Outboxes, facts and acknowledgements for the tests of the outbox.</summary>
internal static class OutboxSample
{
    public const ulong Epoch = 0xabcdef;

    public static readonly DeviceId Machine = DeviceId.Parse("school/desk-1");

    public static readonly OutboxLimits Limits = new(Facts: 1_000, Bytes: 1_000_000, AckTimeout: TimeSpan.FromSeconds(30), HoleDelay: TimeSpan.FromSeconds(1));

    public static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    public static Fact Fact(ulong sequence, FactBody body) => new(new FactId(Machine, Epoch, sequence), new Hlc(sequence), body);

    public static Outbox Filled(int count)
    {
        var outbox = new Outbox(Limits);
        for (var i = 1; i <= count; i++)
        {
            Assert.Null(outbox.Offer(i, Fact((ulong)i, new NoteCreated($"note {i}")), Epoch));
        }

        return outbox;
    }

    public static ulong[] Sequences(OutgoingBatch? batch) => [.. ChangesCodec.Read(batch!.Payload).Select(f => f.Id.Sequence)];

    public static AckMessage Ack(ulong contiguous) => Ack(contiguous, contiguous);

    public static AckMessage Ack(ulong contiguous, ulong highest, params (ulong First, ulong Last)[] holes) =>
        new(Epoch.ToString("x16", null), contiguous, highest, [.. holes.Select(h => new SequenceRange(h.First, h.Last))], []);
}
