using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

public sealed class AudioFrameQueueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_come_out_as_they_went_in()
    {
        var queue = new AudioFrameQueue(4);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(queue.TryWrite(Frame(i)));
        }

        for (var i = 0; i < 3; i++)
        {
            var frame = await queue.ReadAsync(Stop);
            Assert.Equal((i * 320L, i), (frame!.Value.Position, frame.Value.Samples.Span[0]));
        }
    }

    [Fact]
    public async Task The_frame_that_a_reader_has_is_left_alone_until_it_asks_for_the_next()
    {
        var queue = new AudioFrameQueue(2);
        _ = queue.TryWrite(Frame(1));
        var held = (await queue.ReadAsync(Stop))!.Value;
        Assert.True(queue.TryWrite(Frame(2)));
        Assert.True(queue.TryWrite(Frame(3)));
        Assert.False(queue.TryWrite(Frame(4)));
        Assert.All(held.Samples.ToArray(), sample => Assert.Equal(1, sample));
        Assert.Equal(2, (await queue.ReadAsync(Stop))!.Value.Samples.Span[319]);
    }

    [Fact]
    public async Task A_reader_that_waits_gets_the_frame_that_comes()
    {
        var queue = new AudioFrameQueue(1);
        var waiting = queue.ReadAsync(Stop);
        Assert.False(waiting.IsCompleted);
        Assert.True(queue.TryWrite(Frame(7)));
        Assert.Equal(7, (await waiting)!.Value.Samples.Span[0]);
    }

    [Fact]
    public async Task After_closing_a_reader_gets_what_is_left_and_then_nothing()
    {
        var queue = new AudioFrameQueue(2);
        _ = queue.TryWrite(Frame(1));
        queue.Close();
        Assert.False(queue.TryWrite(Frame(2)));
        Assert.NotNull(await queue.ReadAsync(Stop));
        Assert.Null(await queue.ReadAsync(Stop));
        Assert.Null(await queue.ReadAsync(Stop));
    }

    [Fact]
    public async Task Closing_wakes_the_reader()
    {
        var queue = new AudioFrameQueue(2);
        var waiting = queue.ReadAsync(Stop);
        queue.Close();
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_cancelled_wait_loses_no_frame()
    {
        var queue = new AudioFrameQueue(2);
        for (var i = 0; i < 20; i++)
        {
            using var cancel = new CancellationTokenSource();
            var waiting = queue.ReadAsync(cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        _ = queue.TryWrite(Frame(9));
        Assert.Equal(9, (await queue.ReadAsync(Stop))!.Value.Samples.Span[0]);
    }

    [Fact]
    public void A_second_reader_is_refused()
    {
        var queue = new AudioFrameQueue(2);
        _ = queue.ReadAsync(Stop).AsTask();
        _ = Assert.Throws<InvalidOperationException>(() => { _ = queue.ReadAsync(Stop).AsTask(); });
        queue.Close();
    }

    [Fact]
    public async Task A_frame_on_its_way_allocates_nothing()
    {
        var queue = new AudioFrameQueue(4);
        var frame = Frame(1);
        for (var i = 0; i < 50; i++)
        {
            await PassAsync(queue, frame);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = queue.TryWrite(frame);
            _ = await queue.ReadAsync(CancellationToken.None);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static async Task PassAsync(AudioFrameQueue queue, AudioFrame frame)
    {
        _ = queue.TryWrite(frame);
        _ = await queue.ReadAsync(Stop);
    }

    private static AudioFrame Frame(int number) =>
        new(number * 320L, number * 20_000L, 0, AudioLevel.None, Enumerable.Repeat((short)number, AudioFrame.Length).ToArray());
}
