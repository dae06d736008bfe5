using System.Globalization;
using CsCheck;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Tests.World;

namespace Device.Sync.Tests;

/// <summary>Whatever the network does, in the end everything has arrived once. A schedule follows from its seed.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Whatever_is_lost_doubled_delayed_refused_or_cut_the_gateway_ends_with_every_fact_once_and_the_user_with_every_answer()
    {
        Gen.Int[0, int.MaxValue - 1].Sample(seed => Play(seed), iter: 200, threads: 2);
    }

    [Fact]
    public void The_same_seed_plays_the_same_run()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            Assert.Equal(Play(seed), Play(seed));
        }
    }

    /// <summary>Plays a schedule for a while, then lets the network be well, and checks the end.</summary>
    /// <returns>What happened, line by line.</returns>
    private static string Play(int seed)
    {
        var random = new Random(seed);
        var trouble = 1 + random.Next(40);
        var well = false;
        var questions = new List<FactId>();
        var trace = new List<string>();
        Fate Next(params Fate[] fates) => well || random.Next(100) >= trouble ? Fate.Arrive : fates[random.Next(fates.Length)];

        var world = SyncWorld.Run(
            async w =>
            {
                for (var i = 0; i < 40; i++)
                {
                    w.Write(random.Next(20));
                    if (random.Next(5) == 0)
                    {
                        questions.Add(w.Ask($"question {i}"));
                    }

                    if (random.Next(20) == 0)
                    {
                        // The power fails: the answers so far and, now and then, the cursor are gone.
                        await w.RestartAsync();
                        w.Inputs.Clear();
                        w.Cursor.Saved = random.Next(2) == 0 ? null : w.Cursor.Saved;
                    }

                    await w.PassAsync(TimeSpan.FromMilliseconds(random.Next(3_000)));
                    trace.Add(string.Create(CultureInfo.InvariantCulture, $"{w.Ledger.Deliveries} {w.Inputs.Count} {w.Broker.Attempts.Count}"));
                }

                well = true;
                await w.UntilSettledAsync();
                await w.UntilAsync(() => questions.All(q => w.Inputs.OfType<ReplyArrived>().Any(r => r.Question == q && r.Part.Final)));
                trace.Add(w.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            },
            w =>
            {
                w.Seed = seed;
                w.Options.MaxPayloadBytes = 1_024;
                w.Options.OutboxFacts = 1 + random.Next(300);
                w.Options.InflightMessages = 1 + random.Next(8);
                w.Options.RetryMax = TimeSpan.FromSeconds(4);
                w.Broker.Refuse = () => Next(Fate.Refuse, Fate.Silence) switch { Fate.Refuse => "refused", Fate.Silence => "", _ => null };
                w.Broker.Up = _ => Next(Fate.ArriveTwice, Fate.Delay, Fate.Vanish, Fate.Silence, Fate.LosePuback, Fate.Refuse, Fate.CutBefore, Fate.CutAfter);
                w.Broker.Down = _ => Next(Fate.ArriveTwice, Fate.Delay, Fate.Vanish, Fate.CutBefore, Fate.CutAfter);
                w.Reply = (request, _) => Enumerable.Range(0, 12).Select(i => new ReplyMessage(i, $"{request.Text} part {i}; ", "", i == 11, ""));
            });

        Assert.Equal(world.Journal.Facts, world.Ledger.Stored);
        Assert.All(questions, q => Assert.Equal(Expected(world, q), world.Answer(q)));
        return string.Join('\n', trace);
    }

    private static string Expected(SyncWorld world, FactId question)
    {
        var text = ((QuestionAsked)world.Journal.Facts.Single(f => f.Id == question).Body).Text;
        return string.Concat(Enumerable.Range(0, 12).Select(i => $"{text} part {i}; "));
    }
}
