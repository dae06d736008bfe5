using System.Threading.Channels;
using Device.Coprocessor;
using Device.Firmware.Tests.Coprocessor;

namespace Device.Firmware.Tests.Host;

/// <summary>A serial line between the host's driver and the real firmware on a board of the test's, with noise in both directions.</summary>
internal sealed class NoisyLine : Stream, IBytePort
{
    private readonly Channel<byte[]> _toHost = Channel.CreateBounded<byte[]>(1024);
    private readonly Random _random;
    private readonly double _noise;
    private LinkEndpoint _endpoint;

    /// <summary>Connects a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="noise">Share of the bytes that are changed.</param>
    /// <param name="seed">Makes the noise the same each time.</param>
    public NoisyLine(FakeBoard board, double noise = 0, int seed = 1)
    {
        (Board, _noise, _random) = (board, noise, new Random(seed));
        _endpoint = new LinkEndpoint(board.Supervisor, this);
    }

    public FakeBoard Board { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whole messages to the host that are lost; counts down.</summary>
    public int LostAnswers { get; set; }

    /// <summary>Lets the co-processor start anew: it knows no host.</summary>
    public void Restart() => _endpoint = new LinkEndpoint(Board.Supervisor, this);

    /// <summary>Lets the board run, and ring for what happened.</summary>
    public void Run(int milliseconds)
    {
        lock (Board)
        {
            Board.Run(milliseconds);
            _endpoint.RingForEvents();
        }
    }

    void IBytePort.Write(byte[] data, int count)
    {
        if (LostAnswers > 0)
        {
            LostAnswers--;
            return;
        }

        _toHost.Writer.TryWrite(Spoil(data.AsSpan(0, count)));
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (Board)
        {
            var bytes = Spoil(buffer.Span);
            _endpoint.Receive(bytes, bytes.Length, Board.Now);
        }

        return default;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await _toHost.Reader.ReadAsync(cancellationToken);
        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private byte[] Spoil(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        for (var i = 0; i < copy.Length; i++)
        {
            if (_random.NextDouble() < _noise)
            {
                copy[i] = (byte)_random.Next(256);
            }
        }

        return copy;
    }
}
