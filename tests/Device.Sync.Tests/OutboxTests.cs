using CsCheck;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Sending;
using static Device.Sync.Tests.OutboxSample;

namespace Device.Sync.Tests;

/// <summary>What the outbox holds, sends and lets go.</summary>
public sealed class OutboxTests
{
    [Fact]
    public void Facts_go_in_order_in_one_message_and_leave_with_their_acknowledgement()
    {
        var outbox = Filled(5);
        var batch = outbox.Take(At(0), 10_000);

        Assert.Equal([1, 2, 3, 4, 5], Sequences(batch));
        Assert.Null(outbox.Take(At(0), 10_000));
        Assert.Equal(0UL, outbox.Acked);

        var outcome = outbox.Apply(Ack(5));
        Assert.Equal(5, outcome.Stored);
        Assert.Equal(5UL, outbox.Acked);
        Assert.Equal(0, outbox.Waiting);
    }

    [Fact]
    public void A_message_holds_no_more_than_the_broker_takes()
    {
        var outbox = Filled(50);
        var sizes = new List<int>();
        while (outbox.Take(At(0), 200) is { } batch)
        {
            sizes.Add(batch.Payload.Length);
        }

        Assert.InRange(sizes.Count, 2, 50);
        Assert.All(sizes, s => Assert.InRange(s, 1, 200));
    }

    [Fact]
    public void An_acknowledgement_that_comes_twice_or_late_changes_nothing()
    {
        var outbox = Filled(10);
        outbox.Take(At(0), 10_000);
        outbox.Apply(Ack(7));

        Assert.Equal(0, outbox.Apply(Ack(7)).Stored);
        Assert.Equal(0, outbox.Apply(Ack(3)).Stored);
        Assert.Equal(7UL, outbox.Acked);
        Assert.Null(outbox.Take(At(0), 10_000));
    }

    [Fact]
    public void An_acknowledgement_of_what_was_never_sent_is_not_believed()
    {
        var outbox = Filled(10);

        Assert.Equal(0, outbox.Apply(Ack(10)).Stored);
        Assert.Equal(10, outbox.Waiting);
        Assert.Equal(10, outbox.Take(At(0), 10_000)!.Facts);
    }

    [Fact]
    public void An_acknowledgement_of_another_epoch_counts_for_nothing()
    {
        var outbox = Filled(3);
        outbox.Take(At(0), 10_000);

        Assert.True(outbox.Apply(Ack(3) with { Epoch = "00000000000000ff" }).Stale);
        Assert.Equal(3, outbox.Waiting);
    }

    [Fact]
    public void Above_a_full_list_of_holes_nothing_is_known()
    {
        const int Highest = (2 * AckMessage.MaxHoles) + 10;
        var outbox = Filled(Highest);
        outbox.Take(At(0), 100_000);

        outbox.Apply(Ack(0, Highest, [.. Enumerable.Range(0, AckMessage.MaxHoles).Select(i => ((ulong)(2 * i) + 1, (ulong)(2 * i) + 1))]));

        Assert.Equal(Highest - AckMessage.MaxHoles + 1, outbox.Waiting);
    }

    [Fact]
    public void A_refused_fact_leaves_with_its_reason_and_holds_up_nothing()
    {
        var outbox = Filled(3);
        outbox.Take(At(0), 10_000);

        var outcome = outbox.Apply(Ack(1, 3, (2, 2)) with { Rejected = [new RejectedFact(2, "clock 30 h ahead")] });

        Assert.Equal(new RejectedFact(2, "clock 30 h ahead"), Assert.Single(outcome.Rejected));
        Assert.Equal(2, outcome.Stored);
        Assert.Equal(3UL, outbox.Acked);
        Assert.Null(outbox.NextDue());
    }

    [Fact]
    public void Facts_of_an_earlier_epoch_go_first_and_in_messages_of_their_own()
    {
        const ulong Earlier = 0x777;
        var outbox = new Outbox(Limits);
        for (ulong i = 1; i <= 3; i++)
        {
            outbox.Offer((long)i, Fact(i, new NoteCreated("old")) with { Id = new FactId(Machine, Earlier, i) }, Epoch);
        }

        outbox.Offer(4, Fact(1, new NoteCreated("new")), Epoch);
        var first = outbox.Take(At(0), 10_000);
        var second = outbox.Take(At(0), 10_000);

        Assert.All(ChangesCodec.Read(first!.Payload), f => Assert.Equal(Earlier, f.Id.Epoch));
        Assert.Equal([1], Sequences(second));
        outbox.Apply(Ack(1));
        Assert.Equal((1UL, 3, 0L), (outbox.Acked, outbox.Waiting, outbox.Position));
        outbox.Apply(Ack(3) with { Epoch = Earlier.ToString("x16", null) });
        Assert.Equal((1UL, 0, 4L), (outbox.Acked, outbox.Waiting, outbox.Position));
    }

    [Fact]
    public void An_own_fact_that_the_gateway_has_sent_is_not_sent_back()
    {
        var outbox = Filled(2);
        outbox.Returned(new FactId(Machine, Epoch, 2));
        outbox.Returned(new FactId(Machine, Epoch, 3));
        outbox.Offer(3, Fact(3, new NoteCreated("note")), Epoch);
        outbox.Offer(4, Fact(4, new NoteCreated("note")), Epoch);

        Assert.Equal([1, 4], Sequences(outbox.Take(At(0), 10_000)));
    }

    [Fact]
    public void A_fact_that_no_broker_can_carry_is_refused_by_the_machine()
    {
        var outbox = new Outbox(Limits);
        var text = new string('永', FactLimits.TextLength);
        var reason = outbox.Offer(1, Fact(1, new AnswerReceived(new FactId(Machine, Epoch, 9), text, text, text)), Epoch);
        outbox.Offer(2, Fact(2, new NoteCreated("small")), Epoch);

        Assert.Contains("at most 131071", reason, StringComparison.Ordinal);
        Assert.Equal([2], Sequences(outbox.Take(At(0), 10_000)));
        outbox.Apply(Ack(0, 2, (1, 1)));
        Assert.Equal(2UL, outbox.Acked);
    }

    [Fact]
    public void A_fact_that_is_too_large_for_this_broker_waits_for_another_and_holds_up_no_other()
    {
        var outbox = new Outbox(Limits);
        outbox.Offer(1, Fact(1, new LineRead(new FactId(Machine, Epoch, 9), [new FactId(Machine, Epoch, 8)], new string('a', 5_000), 1, "m")), Epoch);
        outbox.Offer(2, Fact(2, new NoteCreated("small")), Epoch);

        Assert.Equal([2], Sequences(outbox.Take(At(0), 1_000)));
        Assert.Equal(1, outbox.CountLargerThan(1_000));
        outbox.Apply(Ack(0, 2, (1, 1)));
        Assert.Equal(0UL, outbox.Acked);
        Assert.Equal([1], Sequences(outbox.Take(At(0), 10_000)));
    }

    [Fact]
    public void What_waits_in_memory_is_bounded_by_count_and_by_bytes()
    {
        var few = new Outbox(Limits with { Facts = 3 });
        var small = new Outbox(Limits with { Bytes = 100 });
        var counts = (Few: 0, Small: 0);
        for (ulong i = 1; few.HasRoom; i++, counts.Few++)
        {
            few.Offer((long)i, Fact(i, new NoteCreated("note")), Epoch);
        }

        for (ulong i = 1; small.HasRoom; i++, counts.Small++)
        {
            small.Offer((long)i, Fact(i, new NoteCreated("note")), Epoch);
        }

        Assert.Equal(3, counts.Few);
        Assert.InRange(counts.Small, 2, 4);
    }

    [Fact]
    public void A_contradictory_acknowledgement_is_refused_whole()
    {
        var outbox = Filled(10);
        outbox.Take(At(0), 10_000);
        AckMessage[] wrong =
        [
            Ack(5) with { Epoch = "12" },
            Ack(5) with { Epoch = "zzzzzzzzzzzzzzzz" },
            Ack(6, 5),
            Ack(2, 10, (2, 4)),
            Ack(2, 10, (5, 4)),
            Ack(2, 10, (8, 11)),
            Ack(2, 10, (6, 7), (5, 5)),
            Ack(2, 10_000, [.. Enumerable.Range(0, AckMessage.MaxHoles + 1).Select(i => ((ulong)(2 * i) + 4, (ulong)(2 * i) + 4))]),
        ];

        Assert.All(wrong, w => Assert.Throws<MessageFormatException>(() => outbox.Apply(w)));
        Assert.Equal(10, outbox.Waiting);
    }

    [Fact]
    public void Reading_from_the_cursors_position_meets_every_fact_that_is_not_settled()
    {
        // A journal of own (true) and other entries, and acknowledgements of random subsets.
        var journals = Gen.Select(Gen.Bool.Array[1, 60], Gen.Int[0, 1_000_000]);
        journals.Sample((own, seed) =>
        {
            var random = new Random(seed);
            var outbox = new Outbox(Limits);
            var positions = new Dictionary<ulong, long>();
            for (var i = 0; i < own.Length; i++)
            {
                if (own[i])
                {
                    var sequence = (ulong)positions.Count + 1;
                    positions[sequence] = i + 1;
                    outbox.Offer(i + 1, Fact(sequence, new NoteCreated("n")), Epoch);
                }
                else
                {
                    outbox.Pass(i + 1);
                }
            }

            outbox.Take(At(0), 100_000);
            var ledger = new GatewayLedger();
            if (positions.Keys.Where(_ => random.Next(3) > 0).Select(s => Fact(s, new NoteCreated("n"))).ToList() is { Count: > 0 } some)
            {
                outbox.Apply(ledger.Store(some));
            }

            var stored = ledger.Stored.Select(f => f.Id.Sequence).ToHashSet();
            var missing = positions.Where(p => !stored.Contains(p.Key)).ToList();
            Assert.All(missing, m => Assert.True(m.Value > outbox.Position && m.Key > outbox.Acked));
            Assert.Equal(missing.Count, outbox.Waiting);
        });
    }
}
