using System.Buffers;
using System.Security.Cryptography;
using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>A fact as it is stored. Immutable.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Account">The account it goes to.</param>
/// <param name="Position">Its place in the account; 0 before it has one.</param>
/// <param name="Hash">SHA-256 of <paramref name="Body"/>.</param>
/// <param name="Body">The whole fact in the format of <see cref="FactCodec"/>.</param>
/// <param name="Fact">The fact.</param>
internal sealed record EncodedFact(FactKey Key, string Account, long Position, byte[] Hash, byte[] Body, Fact Fact)
{
    /// <summary>Encodes a fact that has no position yet.</summary>
    public static EncodedFact From(Fact fact, string account)
    {
        ArrayBufferWriter<byte> body = new(256);
        FactCodec.Write(fact, body);
        FactKey key = new(fact.Id.Device.Value, unchecked((long)fact.Id.Epoch), (long)fact.Id.Sequence);
        return new EncodedFact(key, account, 0, SHA256.HashData(body.WrittenSpan), body.WrittenSpan.ToArray(), fact);
    }
}
