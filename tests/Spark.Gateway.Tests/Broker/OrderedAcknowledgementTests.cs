using CsCheck;
using Spark.Gateway.Broker;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Broker;

public sealed class OrderedAcknowledgementTests
{
    [Fact]
    public async Task Messages_are_acknowledged_in_the_order_they_came_whatever_is_done_first() =>
        await Gen.Int[1, 50].SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count).ToArray())).SampleAsync(async order =>
        {
            OrderedAcknowledgement acknowledgement = new();
            List<int> sent = [];
            var done = Enumerable.Range(0, order.Length).Select(i => acknowledgement.Add(async _ =>
            {
                await Task.Yield();
                lock (sent)
                {
                    sent.Add(i);
                }
            })).ToList();
            for (var i = 0; i < order.Length; i++)
            {
                await done[order[i]](SparkSetup.Cancel);
                Assert.Equal(Enumerable.Range(0, sent.Count), sent);
                Assert.True(sent.Count <= i + 1);
            }

            Assert.Equal(order.Length, sent.Count);
        });

    [Fact]
    public async Task Nothing_is_acknowledged_after_the_connection_is_gone()
    {
        OrderedAcknowledgement acknowledgement = new();
        var sent = 0;
        var done = acknowledgement.Add(_ =>
        {
            sent++;
            return Task.CompletedTask;
        });
        acknowledgement.Close();
        await done(SparkSetup.Cancel);
        Assert.Equal(0, sent);
    }

    [Fact]
    public async Task A_failed_acknowledgement_does_not_stop_the_next()
    {
        OrderedAcknowledgement acknowledgement = new();
        var sent = 0;
        var bad = acknowledgement.Add(_ => Task.FromException(new IOException()));
        var good = acknowledgement.Add(_ =>
        {
            sent++;
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<IOException>(() => bad(SparkSetup.Cancel));
        await good(SparkSetup.Cancel);
        Assert.Equal(1, sent);
    }
}
