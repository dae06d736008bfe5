using System.Buffers;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>Facts that wait to be written together: bodies of this machine, or facts from elsewhere. Encoded where they were handed in, so that a bad one fails there.</summary>
internal sealed class AppendRequest
{
    private readonly TaskCompletionSource<IReadOnlyList<Fact>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppendRequest(IReadOnlyList<FactBody> own, IReadOnlyList<Fact> foreign, ReadOnlyMemory<byte>[] payloads)
    {
        Own = own;
        Foreign = foreign;
        Payloads = payloads;
        Bytes = payloads.Sum(MostBytes);
    }

    /// <summary>Bodies to name; empty in an import.</summary>
    public IReadOnlyList<FactBody> Own { get; }

    /// <summary>Facts to import; empty otherwise.</summary>
    public IReadOnlyList<Fact> Foreign { get; }

    /// <summary>The encoded bodies.</summary>
    public ReadOnlyMemory<byte>[] Payloads { get; }

    /// <summary>Most bytes it takes in a segment.</summary>
    public long Bytes { get; }

    /// <summary>The facts that were written and are durable.</summary>
    public Task<IReadOnlyList<Fact>> Done => _done.Task;

    /// <exception cref="ArgumentException">A body is over its limits.</exception>
    public static AppendRequest Append(IReadOnlyList<FactBody> bodies) => new(bodies, [], [.. bodies.Select(Encode)]);

    /// <summary>Takes facts from an index on, as many as the limits allow, but at least one.</summary>
    /// <exception cref="ArgumentException">A body is over its limits.</exception>
    public static AppendRequest Import(IReadOnlyList<Fact> facts, int from, int most, long mostBytes)
    {
        var taken = new List<Fact>();
        var payloads = new List<ReadOnlyMemory<byte>>();
        for (var (i, bytes) = (from, 0L); i < facts.Count && taken.Count < most; i++)
        {
            var payload = Encode(facts[i].Body);
            bytes += MostBytes(payload);
            if (bytes > mostBytes && taken.Count > 0)
            {
                break;
            }

            taken.Add(facts[i]);
            payloads.Add(payload);
        }

        return new AppendRequest([], taken, [.. payloads]);
    }

    public void Complete(IReadOnlyList<Fact> written) => _done.TrySetResult(written);

    public void Fail(Exception error) => _done.TrySetException(error);

    private static long MostBytes(ReadOnlyMemory<byte> payload) => payload.Length + RecordCodec.HeaderLength + DeviceId.MaxLength;

    private static ReadOnlyMemory<byte> Encode(FactBody body)
    {
        var output = new ArrayBufferWriter<byte>(256);
        FactCodec.WriteBody(body, output);
        return output.WrittenCount <= FactLimits.BodyBytes
            ? output.WrittenMemory
            : throw new ArgumentException($"{body.Kind}: {output.WrittenCount} bytes, at most {FactLimits.BodyBytes} expected");
    }
}
