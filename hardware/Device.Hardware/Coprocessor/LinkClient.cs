using Device.Link;

namespace Device.Hardware.Coprocessor;

/// <summary>
/// The processor's half of docs/formats/link.md: one request in flight, bounded tries with the duplicate flag, HELLO before
/// everything and again when the co-processor has restarted. Any thread; callers wait for each other.
/// </summary>
internal sealed class LinkClient : IAsyncDisposable
{
    private readonly Stream _line;
    private readonly TimeProvider _time;
    private readonly TimeSpan _answerTimeout;
    private readonly int _mostTries;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly FrameEncoder _encoder = new();
    private readonly FrameDecoder _decoder = new();
    private readonly byte[] _wire = new byte[FrameLayout.MaxOnWire];
    private readonly Task _reading;
    private readonly Action _doorbell;
    private Waiting? _waiting;
    private byte _sequence;
    private IOException? _broken;

    /// <summary>Begins to listen.</summary>
    /// <param name="line">The serial line; owned.</param>
    /// <param name="options">Times and tries.</param>
    /// <param name="time">The clock.</param>
    /// <param name="doorbell">Called on the reader's thread when an event waits; must be short.</param>
    public LinkClient(Stream line, CoprocessorOptions options, TimeProvider time, Action doorbell)
    {
        (_line, _time, _doorbell) = (line, time, doorbell);
        (_answerTimeout, _mostTries) = (TimeSpan.FromMilliseconds(options.AnswerTimeout), options.MostTries);
        _reading = ReadAsync();
    }

    /// <summary>What the co-processor said of itself at the last HELLO.</summary>
    public HelloReply? Hello { get; private set; }

    /// <summary>Requests that had to be sent again.</summary>
    public long Repeated { get; private set; }

    /// <summary>Answers that nobody waited for any more.</summary>
    public long Late { get; private set; }

    /// <summary>HELLOs that were needed: one, and one after each restart of the co-processor.</summary>
    public int Greetings { get; private set; }

    /// <summary>Frames that were received, and those that were refused.</summary>
    public LinkCounters Counters => _decoder.Counters;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <returns>The answer, of status Ok or NoEvent.</returns>
    /// <exception cref="CoprocessorException">It refused.</exception>
    /// <exception cref="IOException">It did not answer.</exception>
    public async Task<Frame> AskAsync(CommandId command, byte[] payload, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Hello is null)
            {
                await GreetAsync(cancellationToken);
            }

            var answer = await SendAsync(command, payload, cancellationToken);
            if (answer.Status == LinkStatus.HelloRequired)
            {
                await GreetAsync(cancellationToken);
                answer = await SendAsync(command, payload, cancellationToken);
            }

            return Check(command, answer);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops listening and closes the line.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _line.DisposeAsync();
        await _reading;
        _stop.Dispose();
        _turn.Dispose();
    }

    private static Frame Check(CommandId command, Frame answer) => answer.Status is LinkStatus.Ok or LinkStatus.NoEvent
        ? answer
        : throw new CoprocessorException($"co-processor: {command} answered with {answer.Status}, Ok expected", answer.Status);

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        var payload = new byte[HelloRequest.Length];
        new HelloRequest(ProtocolVersion.Major, ProtocolVersion.Minor, FrameLayout.MaxPayload).Write(payload, 0);
        var answer = await SendAsync(CommandId.Hello, payload, cancellationToken);
        var isHello = HelloReply.TryRead(answer.Payload, out var hello);
        if (answer.Status == LinkStatus.ProtocolMismatch && isHello)
        {
            throw new CoprocessorException(
                $"co-processor: protocol {hello.ProtocolMajor}.{hello.ProtocolMinor} found, {ProtocolVersion.Major}.{ProtocolVersion.Minor} expected: its firmware must be updated", answer.Status);
        }

        Check(CommandId.Hello, answer);
        Hello = isHello ? hello : throw new IOException($"co-processor: HELLO answered with {answer.Payload.Length} bytes, {HelloReply.Length} expected");
        Greetings++;
    }

    private async Task<Frame> SendAsync(CommandId command, byte[] payload, CancellationToken cancellationToken)
    {
        var request = Frame.CreateRequest(++_sequence, command, 1, payload);
        var waiting = new Waiting(request.Sequence, request.Command);
        Volatile.Write(ref _waiting, waiting);
        try
        {
            for (var tries = 0; tries < _mostTries; tries++)
            {
                if (Volatile.Read(ref _broken) is { } broken)
                {
                    throw new IOException(broken.Message, broken);
                }

                Repeated += tries > 0 ? 1 : 0;
                var length = _encoder.Encode(tries > 0 ? request.AsDuplicate() : request, _wire);
                await _line.WriteAsync(_wire.AsMemory(0, length), cancellationToken);
                try
                {
                    return await waiting.Answer.Task.WaitAsync(_answerTimeout, _time, cancellationToken);
                }
                catch (TimeoutException)
                {
                    // The next try says that it is one, so that nothing is done twice.
                }
            }
        }
        finally
        {
            Volatile.Write(ref _waiting, null);
        }

        throw new IOException($"co-processor: no answer to {command} within {_answerTimeout.TotalMilliseconds} ms, {_mostTries} times");
    }

    private async Task ReadAsync()
    {
        var bytes = new byte[FrameLayout.MaxOnWire];
        try
        {
            int length;
            while ((length = await _line.ReadAsync(bytes, _stop.Token)) > 0)
            {
                for (var i = 0; i < length; i++)
                {
                    if (_decoder.Push(bytes[i]) is { } frame)
                    {
                        Take(frame);
                    }
                }
            }

            Break(new IOException("co-processor: the line was closed"));
        }
        catch (IOException e)
        {
            Break(e);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            Break(new IOException("co-processor: the line is being closed", e));
        }
    }

    private void Take(Frame frame)
    {
        if (frame.Kind == FrameKind.Event)
        {
            _doorbell();
        }
        else if (Volatile.Read(ref _waiting) is { } waiting && frame.Kind == FrameKind.Response && waiting.IsFor(frame))
        {
            waiting.Answer.TrySetResult(frame);
        }
        else
        {
            Late++;
        }
    }

    private void Break(IOException e)
    {
        Volatile.Write(ref _broken, e);
        Volatile.Read(ref _waiting)?.Answer.TrySetException(new IOException(e.Message, e));
        _doorbell();
    }

    private sealed record Waiting(byte Sequence, ushort Command)
    {
        public TaskCompletionSource<Frame> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsFor(Frame frame) => frame.Sequence == Sequence && frame.Command == Command;
    }
}
