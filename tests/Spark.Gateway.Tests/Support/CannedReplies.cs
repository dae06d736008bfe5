using System.Net;

namespace Spark.Gateway.Tests.Support;

/// <summary>A service that answers every request with the same bytes, cut into chunks of a given size.</summary>
internal sealed class CannedReplies(byte[] body, int chunk = int.MaxValue, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(status) { Content = new StreamContent(new Chunks(body, chunk)) });

    private sealed class Chunks(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
    }
}
