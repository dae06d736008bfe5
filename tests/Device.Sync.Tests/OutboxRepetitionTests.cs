using Device.Core.Notebook;
using Device.Messages;
using static Device.Sync.Tests.OutboxSample;

namespace Device.Sync.Tests;

/// <summary>What the outbox sends again, and when.</summary>
public sealed class OutboxRepetitionTests
{
    [Fact]
    public void Only_the_holes_are_sent_again_and_not_before_they_had_time_to_arrive()
    {
        var outbox = Filled(10);
        outbox.Take(At(0), 10_000);

        outbox.Apply(Ack(3, 10, (4, 5), (8, 8)));
        Assert.Null(outbox.Take(At(0.9), 10_000));
        Assert.Equal(At(1), outbox.NextDue());
        var again = outbox.Take(At(1), 10_000);

        Assert.Equal([4, 5, 8], Sequences(again));
        Assert.Equal(3, again!.Resent);
        Assert.Equal(3UL, outbox.Acked);
        outbox.Apply(Ack(10));
        Assert.Equal(10UL, outbox.Acked);
    }

    [Fact]
    public void A_hole_that_stays_is_sent_ever_more_rarely()
    {
        var outbox = Filled(2);
        outbox.Take(At(0), 10_000);
        var sent = new List<double>();
        for (var t = 0.0; t < 120; t += 0.25)
        {
            outbox.Apply(Ack(0, 2, (1, 1)));
            if (outbox.Take(At(t), 10_000) is not null)
            {
                sent.Add(t);
            }
        }

        Assert.Equal([1, 3, 7, 15, 31, 61, 91], sent.Take(7));
    }

    [Fact]
    public void After_a_silence_one_message_goes_again_and_its_answer_brings_what_else_was_lost()
    {
        var outbox = Filled(30);
        while (outbox.Take(At(0), 200) is not null)
        {
        }

        Assert.Equal(At(30), outbox.NextDue());
        var probe = outbox.Take(At(30), 200);
        Assert.Equal(1UL, Sequences(probe)[0]);

        outbox.Apply(Ack((ulong)probe!.Facts));
        var rest = new List<ulong>();
        while (outbox.Take(At(30), 200) is { } batch)
        {
            rest.AddRange(Sequences(batch));
        }

        Assert.Equal(Enumerable.Range(probe.Facts + 1, 30 - probe.Facts).Select(i => (ulong)i), rest);
    }

    [Fact]
    public void A_gateway_that_is_away_is_probed_ever_more_rarely()
    {
        var outbox = Filled(3);
        outbox.Take(At(0), 10_000);
        var sent = new List<double>();
        for (var t = 0.0; t < 1_000; t += 10)
        {
            while (outbox.Take(At(t), 10_000) is not null)
            {
                sent.Add(t);
            }
        }

        Assert.Equal([30, 60, 120, 240, 480, 720, 960], sent);
    }

    [Fact]
    public void A_fact_on_which_the_gateway_chokes_holds_up_no_other()
    {
        var outbox = Filled(40);
        var ledger = new GatewayLedger();
        for (var t = 0.0; t < 3_600; t += 1)
        {
            while (outbox.Take(At(t), 10_000) is { } batch)
            {
                if (!Sequences(batch).Contains(5UL))
                {
                    outbox.Apply(ledger.Store(ChangesCodec.Read(batch.Payload)));
                }
            }
        }

        Assert.Equal(39, ledger.Stored.Count);
        Assert.Equal(1, outbox.Waiting);
        Assert.Equal(4UL, outbox.Acked);
    }

    [Fact]
    public void A_fact_on_which_the_gateway_chokes_holds_up_no_other_while_new_facts_keep_coming()
    {
        var outbox = Filled(40);
        var ledger = new GatewayLedger();
        for (var t = 0; t < 600; t++)
        {
            outbox.Offer(41 + t, Fact((ulong)(41 + t), new NoteCreated("new")), Epoch);
            while (outbox.Take(At(t), 10_000) is { } batch)
            {
                if (!Sequences(batch).Contains(5UL))
                {
                    outbox.Apply(ledger.Store(ChangesCodec.Read(batch.Payload)));
                }
            }
        }

        Assert.Equal(639, ledger.Stored.Count);
        Assert.Equal((1, 4UL), (outbox.Waiting, outbox.Acked));
    }

    [Fact]
    public void A_probe_is_one_message_however_much_is_under_way()
    {
        var outbox = Filled(300);
        while (outbox.Take(At(0), 200) is not null)
        {
        }

        Assert.NotNull(outbox.Take(At(30), 200));
        Assert.Null(outbox.Take(At(30), 200));
    }

    [Fact]
    public void A_new_connection_sends_everything_again_that_is_not_settled()
    {
        var outbox = Filled(10);
        outbox.Take(At(0), 10_000);
        outbox.Apply(Ack(2, 6, (3, 5)));

        outbox.Reset();

        Assert.Equal([3, 4, 5, 7, 8, 9, 10], Sequences(outbox.Take(At(0), 10_000)));
    }
}
