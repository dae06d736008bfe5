using System.Buffers;
using System.Security.Cryptography;
using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>A fact as it is stored. Immutable.</summary>
/// <param name="Position">Its place in the account.</param>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Hash">SHA-256 of <paramref name="Body"/>.</param>
/// <param name="Body">The whole fact in the format of <see cref="FactCodec"/>.</param>
/// <param name="Fact">The fact.</param>
internal sealed record EncodedFact(long Position, long Sequence, byte[] Hash, byte[] Body, Fact Fact)
{
    /// <summary>Encodes a fact that has no position yet.</summary>
    public static EncodedFact From(Fact fact)
    {
        ArrayBufferWriter<byte> body = new(256);
        FactCodec.Write(fact, body);
        return new EncodedFact(0, (long)fact.Id.Sequence, SHA256.HashData(body.WrittenSpan), body.WrittenSpan.ToArray(), fact);
    }
}
