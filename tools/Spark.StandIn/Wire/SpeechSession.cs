using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Spark.StandIn.Wire;

/// <summary>One connection that brings audio: its messages, and where its fault shows.</summary>
/// <param name="socket">Closed by the caller.</param>
/// <param name="fault">What goes wrong; its parts are messages to the caller.</param>
/// <param name="messageBytes">Most bytes of a message; a longer one ends the session.</param>
internal sealed class SpeechSession(WebSocket socket, StandInFault fault, int messageBytes)
{
    private int _parts;

    internal enum Ending
    {
        None,
        Cut,
        Error,
    }

    /// <summary>A message; valid until the next is asked for.</summary>
    internal readonly record struct Message(WebSocketMessageType Type, ReadOnlyMemory<byte> Bytes);

    public StandInFault Fault => fault;

    /// <summary>Reads until the other side closes.</summary>
    public async IAsyncEnumerable<Message> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (buffer, length) = (new byte[messageBytes], 0);
        while (length < buffer.Length)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            }
            catch (WebSocketException)
            {
                yield break;
            }

            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                yield break;
            }

            if (received.EndOfMessage)
            {
                yield return new Message(received.MessageType, buffer.AsMemory(0, length));
                length = 0;
            }
        }
    }

    /// <summary>Called before each message that is sent of what was heard.</summary>
    /// <returns>How the session ends here, if it does.</returns>
    public async Task<Ending> BreakAsync(CancellationToken cancellationToken)
    {
        if (_parts++ != fault.AfterParts)
        {
            return Ending.None;
        }

        if (fault.Hold is { } hold)
        {
            await hold.WaitAsync(cancellationToken);
        }

        return fault.Cut ? Ending.Cut : fault.Code != 0 ? Ending.Error : Ending.None;
    }

    public async Task SendAsync(byte[] message, CancellationToken cancellationToken) =>
        await socket.SendAsync(message, WebSocketMessageType.Text, true, cancellationToken);
}
