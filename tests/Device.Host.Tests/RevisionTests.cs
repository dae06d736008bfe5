using Device.Host.Notes;

namespace Device.Host.Tests;

public sealed class RevisionTests
{
    [Fact]
    public async Task Who_waits_is_woken_by_the_next_change()
    {
        var revision = new Revision();
        var waiting = revision.WaitAfterAsync(0, TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        revision.Bump();
        Assert.Equal(1, await waiting);
    }

    [Fact]
    public async Task A_change_that_was_missed_is_told_at_once()
    {
        var revision = new Revision();
        revision.Bump();
        revision.Bump();
        Assert.Equal(2, await revision.WaitAfterAsync(0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var stop = new CancellationTokenSource();
        var waiting = new Revision().WaitAfterAsync(0, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
