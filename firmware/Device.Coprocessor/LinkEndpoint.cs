using Device.Link;

namespace Device.Coprocessor;

/// <summary>The co-processor's end of the link: bytes in, answers and event doorbells out.</summary>
/// <remarks>Use from the thread that polls the <see cref="PowerSupervisor"/>.</remarks>
public sealed class LinkEndpoint
{
    private readonly PowerSupervisor _supervisor;
    private readonly IBytePort _port;
    private readonly RequestHandler _requests;
    private readonly FrameDecoder _decoder = new FrameDecoder();
    private readonly FrameEncoder _encoder = new FrameEncoder();
    private readonly byte[] _out = new byte[FrameLayout.MaxOnWire];
    private long _eventsRung;

    /// <summary>Makes one over a board's supervisor and its line to the processor.</summary>
    public LinkEndpoint(PowerSupervisor supervisor, IBytePort port)
    {
        _supervisor = supervisor;
        _port = port;
        _requests = new RequestHandler(new CommandSet(supervisor));
    }

    /// <summary>What was received and what was refused.</summary>
    public LinkCounters Counters
    {
        get { return _decoder.Counters; }
    }

    /// <summary>Intact frames that were no request, which only a miswired or confused processor sends.</summary>
    public long NotRequests { get; private set; }

    /// <summary>Takes the first <paramref name="count"/> received bytes and answers what they complete.</summary>
    public void Receive(byte[] data, int count, long now)
    {
        for (int i = 0; i < count; i++)
        {
            Frame? frame = _decoder.Push(data[i]);
            if (frame == null)
            {
                continue;
            }

            if (frame.Kind == FrameKind.Request)
            {
                Send(_requests.Handle(frame, now));
            }
            else
            {
                NotRequests++;
            }
        }
    }

    /// <summary>Rings once when events were raised since the last call and the processor is on; call after each poll.</summary>
    public void RingForEvents()
    {
        if (_eventsRung == _supervisor.EventsRaised)
        {
            return;
        }

        _eventsRung = _supervisor.EventsRaised;
        if (_supervisor.HostState != HostPowerState.Off)
        {
            Send(Frame.CreateEvent(_supervisor.LastEvent));
        }
    }

    private void Send(Frame frame)
    {
        _port.Write(_out, _encoder.Encode(frame, _out));
    }
}
