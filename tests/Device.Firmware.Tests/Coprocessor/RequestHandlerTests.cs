using CsCheck;
using Device.Coprocessor;
using Device.Link;

namespace Device.Firmware.Tests.Coprocessor;

public sealed class RequestHandlerTests
{
    private readonly CountingTarget _target = new();
    private readonly RequestHandler _handler;

    public RequestHandlerTests() => _handler = new RequestHandler(_target);

    [Fact]
    public void A_repeated_request_is_answered_again_but_not_executed_again()
    {
        var request = Frame.CreateRequest(9, CommandId.Ping, 1, [1, 2]);
        var first = _handler.Handle(request, 0);
        var second = _handler.Handle(request.AsDuplicate(), 100);
        var third = _handler.Handle(request.AsDuplicate(), 200);
        Assert.Same(first, second);
        Assert.Same(first, third);
        Assert.Equal(1, _target.Executed);
        Assert.Equal(2, _handler.Repeated);
    }

    [Fact]
    public void A_repetition_whose_first_try_was_lost_is_executed()
    {
        _handler.Handle(Frame.CreateRequest(8, CommandId.Ping, 1, []), 0);
        _handler.Handle(Frame.CreateRequest(9, CommandId.Ping, 1, []).AsDuplicate(), 0);
        Assert.Equal(2, _target.Executed);
    }

    [Fact]
    public void The_same_number_on_another_request_is_not_taken_for_a_repetition()
    {
        _handler.Handle(Frame.CreateRequest(9, CommandId.Ping, 1, [1]), 0);
        _handler.Handle(Frame.CreateRequest(9, CommandId.Ping, 1, [2]).AsDuplicate(), 0);
        _handler.Handle(Frame.CreateRequest(9, CommandId.Heartbeat, 1, [2]).AsDuplicate(), 0);
        _handler.Handle(Frame.CreateRequest(9, CommandId.Heartbeat, 1, [2]), 0);
        Assert.Equal(4, _target.Executed);
    }

    [Fact]
    public void On_a_line_that_loses_frames_no_request_is_ever_executed_twice()
    {
        // Each try may lose the request, the answer or neither; after three tries the processor gives up.
        Gen.Int[0, 2].Array[3].Array[1, 300].Sample(requests =>
        {
            var target = new CountingTarget();
            var handler = new RequestHandler(target);
            for (var i = 0; i < requests.Length; i++)
            {
                var before = target.Executed;
                var answered = false;
                var reached = false;
                for (var attempt = 0; attempt < 3 && !answered; attempt++)
                {
                    var frame = Frame.CreateRequest((byte)i, CommandId.Heartbeat, 1, []);
                    if (requests[i][attempt] == 1)
                    {
                        continue;
                    }

                    reached = true;
                    var answer = handler.Handle(attempt == 0 ? frame : frame.AsDuplicate(), 0);
                    answered = requests[i][attempt] == 0 && answer.Sequence == (byte)i;
                }

                if (target.Executed - before != (reached ? 1 : 0))
                {
                    return false;
                }
            }

            return true;
        });
    }

    private sealed class CountingTarget : ICommandTarget
    {
        public int Executed { get; private set; }

        public Frame Execute(Frame request, long now)
        {
            Executed++;
            return Frame.CreateResponse(request, LinkStatus.Ok, [(byte)Executed], false);
        }
    }
}
