using Device.Link;

namespace Device.Coprocessor;

/// <summary>Answers requests, and answers a repeated one from memory instead of executing it again.</summary>
/// <remarks>
/// One request is in flight at a time, so the last answer is the only one that can be asked for again. A repetition is one
/// that says so and whose sequence, command, version and payload are those of the last request; one that says so but does not
/// match was lost on its first way here, and is executed. Use from one thread.
/// </remarks>
public sealed class RequestHandler
{
    private readonly ICommandTarget _target;
    private Frame? _lastRequest;
    private Frame? _lastResponse;

    /// <summary>Makes one over what executes.</summary>
    public RequestHandler(ICommandTarget target)
    {
        _target = target;
    }

    /// <summary>Requests answered from memory.</summary>
    public long Repeated { get; private set; }

    /// <summary>Answers <paramref name="request"/>.</summary>
    public Frame Handle(Frame request, long now)
    {
        if (request.IsDuplicate && _lastRequest != null && _lastResponse != null && IsSame(request, _lastRequest))
        {
            Repeated++;
            return _lastResponse;
        }

        Frame response = _target.Execute(request, now);
        _lastRequest = request;
        _lastResponse = response;
        return response;
    }

    private static bool IsSame(Frame a, Frame b)
    {
        if (a.Sequence != b.Sequence || a.Command != b.Command || a.StatusOrVersion != b.StatusOrVersion || a.Payload.Length != b.Payload.Length)
        {
            return false;
        }

        for (int i = 0; i < a.Payload.Length; i++)
        {
            if (a.Payload[i] != b.Payload[i])
            {
                return false;
            }
        }

        return true;
    }
}
