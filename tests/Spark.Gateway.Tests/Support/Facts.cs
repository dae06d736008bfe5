using Device.Core.Notebook;
using Spark.Gateway.Store;

namespace Spark.Gateway.Tests.Support;

/// <summary>Facts for tests.</summary>
internal static class Facts
{
    public const ulong Epoch = 0xF00D_0000_0000_0001;

    public static DeviceId Device(string name) => DeviceId.Parse(name);

    public static Fact Note(string device, ulong sequence, string title = "title", ulong epoch = Epoch) =>
        new(new FactId(Device(device), epoch, sequence), new Hlc((1 + (sequence % 1000)) << 16), new NoteCreated(title));

    public static FactBatch Batch(string device, params ulong[] sequences) => Batch(device, Epoch, sequences);

    public static FactBatch Batch(string device, ulong epoch, ulong[] sequences) =>
        new(Device(device), epoch, [.. sequences.Select(sequence => Note(device, sequence, epoch: epoch))]);

    public static IEnumerable<ulong> Sequences(this IEnumerable<PlacedFact> facts) => facts.Select(fact => fact.Fact.Id.Sequence);
}
