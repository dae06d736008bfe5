using CsCheck;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Sending;

namespace Device.Sync.Tests;

public sealed class OutboxTests
{
    private const ulong Epoch = 0xabcdef;

    private static readonly DeviceId Device = DeviceId.Parse("school/desk-1");

    private static readonly OutboxLimits Limits = new(Facts: 1_000, Bytes: 1_000_000, AckTimeout: TimeSpan.FromSeconds(30), HoleDelay: TimeSpan.FromSeconds(1));

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
    public void A_new_connection_sends_everything_again_that_is_not_settled()
    {
        var outbox = Filled(10);
        outbox.Take(At(0), 10_000);
        outbox.Apply(Ack(2, 6, (3, 5)));

        outbox.Reset();

        Assert.Equal([3, 4, 5, 7, 8, 9, 10], Sequences(outbox.Take(At(0), 10_000)));
    }

    [Fact]
    public void Facts_of_an_earlier_epoch_go_first_and_in_messages_of_their_own()
    {
        const ulong Earlier = 0x777;
        var outbox = new Outbox(Limits);
        for (ulong i = 1; i <= 3; i++)
        {
            outbox.Offer((long)i, Fact(i, new NoteCreated("old")) with { Id = new FactId(Device, Earlier, i) }, Epoch);
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
        outbox.Returned(new FactId(Device, Epoch, 2));
        outbox.Returned(new FactId(Device, Epoch, 3));
        outbox.Offer(3, Fact(3, new NoteCreated("note")), Epoch);
        outbox.Offer(4, Fact(4, new NoteCreated("note")), Epoch);

        Assert.Equal([1, 4], Sequences(outbox.Take(At(0), 10_000)));
    }

    [Fact]
    public void A_fact_that_no_broker_can_carry_is_refused_by_the_machine()
    {
        var outbox = new Outbox(Limits);
        var text = new string('永', FactLimits.TextLength);
        var reason = outbox.Offer(1, Fact(1, new AnswerReceived(new FactId(Device, Epoch, 9), text, text, text)), Epoch);
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
        outbox.Offer(1, Fact(1, new LineRead(new FactId(Device, Epoch, 9), [new FactId(Device, Epoch, 8)], new string('a', 5_000), 1, "m")), Epoch);
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

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Fact Fact(ulong sequence, FactBody body) => new(new FactId(Device, Epoch, sequence), new Hlc(sequence), body);

    private static Outbox Filled(int count)
    {
        var outbox = new Outbox(Limits);
        for (var i = 1; i <= count; i++)
        {
            Assert.Null(outbox.Offer(i, Fact((ulong)i, new NoteCreated($"note {i}")), Epoch));
        }

        return outbox;
    }

    private static ulong[] Sequences(OutgoingBatch? batch) => [.. ChangesCodec.Read(batch!.Payload).Select(f => f.Id.Sequence)];

    private static AckMessage Ack(ulong contiguous) => Ack(contiguous, contiguous);

    private static AckMessage Ack(ulong contiguous, ulong highest, params (ulong First, ulong Last)[] holes) =>
        new(Epoch.ToString("x16", null), contiguous, highest, [.. holes.Select(h => new SequenceRange(h.First, h.Last))], []);
}
