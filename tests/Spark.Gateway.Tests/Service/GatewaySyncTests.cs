using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Service;

/// <summary>Facts through a real broker, a real store and the whole gateway.</summary>
public sealed class GatewaySyncTests
{
    private static readonly string Epoch = Facts.Epoch.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static string Seen(FakeMachine.Received message) =>
        $"{message.Properties["stream"]} {message.Properties["after"]}>{message.Properties["to"]}: {string.Join(',', message.Facts.Select(fact => fact.Id.Sequence))}";

    [Fact]
    public async Task Facts_are_acknowledged_with_holes_and_once_only()
    {
        await using var desk = await Desk.StartAsync();
        await using var machine = await desk.MachineAsync("t/a");
        await machine.ChangesAsync(1, 2, 5);
        var ack = await machine.AckAsync(2);
        Assert.Equal(("f00d000000000001", 2UL, 5UL), (ack.Epoch, ack.Contiguous, ack.Highest));
        Assert.Equal([new SequenceRange(3, 4)], ack.Holes);

        await machine.ChangesAsync(2, 3, 4);
        Assert.Equal((5UL, 0), (await machine.AckAsync(5)) is { } closed ? (closed.Contiguous, closed.Holes.Count) : default);
        Assert.Empty(desk.Log.Errors);
    }

    [Fact]
    public async Task A_wish_reaches_the_machine_retained_and_again_when_its_report_is_older()
    {
        await using var desk = await Desk.StartAsync(work => work.DesiredSeconds = 1);
        await using var machine = await desk.MachineAsync("t/a");
        await GatewayApp.DesireAsync(
            desk.Setup(), machine.Device.Value, new Dictionary<string, string> { ["language"] = "en" }, TestContext.Current.CancellationToken);
        var told = await machine.UntilAsync(TopicKind.DownDesired, all => all.Count == 1);
        Assert.Equal("en", MessageJson.Read<DesiredMessage>(told[0].Payload).Settings["language"]);

        await using var later = await desk.MachineAsync("t/a");
        await later.UntilAsync(TopicKind.DownDesired, all => all.Count == 1);
        await later.SendAsync(new DeviceTopic(later.Device, TopicKind.UpReported), MessageJson.Write(new ReportedMessage("1", "b", [], 0)), MqttContract.Json);
        await later.UntilAsync(TopicKind.DownDesired, all => all.Count == 2);
        Assert.Empty(desk.Log.Errors);
    }

    [Fact]
    public async Task Facts_reach_the_other_machines_of_the_account_and_nobody_else()
    {
        await using var desk = await Desk.StartAsync();
        await using var a = await desk.MachineAsync("t/a");
        await using var b = await desk.MachineAsync("t/b");
        await using var stranger = await desk.MachineAsync("other/a");
        foreach (var machine in new[] { a, b, stranger })
        {
            await machine.PresenceAsync(new PresenceMessage(true, null, 0, Epoch));
            if (machine == b)
            {
                // What it missed is sent beside other work; only once it is here does the next message go on from there.
                await b.UntilAsync(TopicKind.DownChanges, all => all.Count > 0);
            }

            await machine.ChangesAsync(1);
            await machine.AckAsync(1);
        }

        await a.ChangesAsync(2, 3);
        var got = await b.UntilAsync(TopicKind.DownChanges, all => all.SelectMany(each => each.Facts).Any(fact => fact.Id.Sequence == 3));
        Assert.Contains("t 1>4: 2,3", got.Select(Seen));
        await stranger.ChangesAsync(2);
        await stranger.AckAsync(2);
        Assert.Empty(await stranger.UntilAsync(TopicKind.DownChanges, _ => true));
        Assert.DoesNotContain(await a.UntilAsync(TopicKind.DownChanges, _ => true), message => message.Facts.Any(fact => fact.Id.Device == a.Device));
    }

    [Fact]
    public async Task A_machine_that_was_away_is_sent_what_it_has_not_seen()
    {
        await using var desk = await Desk.StartAsync(work => work.FactsPerRead = 2);
        await using var a = await desk.MachineAsync("t/a");
        await a.ChangesAsync(1, 2, 3, 4, 5);
        await a.AckAsync(5);

        await using var b = await desk.MachineAsync("t/b");
        await b.PresenceAsync(new PresenceMessage(true, null, 0, "00000000000000bb"));
        await b.UntilAsync(TopicKind.DownChanges, messages => Times(messages, "t 0>2: 1,2") == 1 && Times(messages, "t 2>4: 3,4") == 1 && Times(messages, "t 4>5: 5") == 1);

        await b.PresenceAsync(new PresenceMessage(true, "t", 4, "00000000000000bb"));
        await b.UntilAsync(TopicKind.DownChanges, messages => Times(messages, "t 4>5: 5") == 2 && Times(messages, "t 0>2: 1,2") == 1);

        await b.PresenceAsync(new PresenceMessage(true, "another account", 4, "00000000000000bb"));
        await b.UntilAsync(TopicKind.DownChanges, messages => Times(messages, "t 0>2: 1,2") == 2);

        // What was still being sent to all when it came may have reached it too.
        static int Times(List<FakeMachine.Received> messages, string seen) => messages.Count(m => Seen(m) == seen);
    }

    [Fact]
    public async Task A_restored_machine_gets_its_own_earlier_facts_back_and_a_healthy_one_does_not()
    {
        await using var desk = await Desk.StartAsync();
        await using var a = await desk.MachineAsync("t/a");
        await a.ChangesAsync(1, 2);
        await a.AckAsync(2);

        await a.PresenceAsync(new PresenceMessage(true, "t", 0, "00000000000000ff"));
        var back = await a.UntilAsync(TopicKind.DownChanges, messages => messages.Count > 0);
        Assert.Equal("t 0>2: 1,2", Seen(back[0]));

        await a.PresenceAsync(new PresenceMessage(true, "t", 0, Epoch));
        await a.ChangesAsync(3);
        await a.AckAsync(3);
        Assert.Single(await a.UntilAsync(TopicKind.DownChanges, _ => true));
    }

    [Fact]
    public async Task Messages_fit_the_contract_however_much_there_is_to_send()
    {
        await using var desk = await Desk.StartAsync();
        await using var a = await desk.MachineAsync("t/a");
        var text = new string('字', 16_000);
        await Task.WhenAll(Enumerable.Range(1, 12).Select(i => a.FactsAsync(new Fact(
            new FactId(a.Device, Facts.Epoch, (ulong)i), new Hlc((ulong)i), new QuestionAsked(new FactId(a.Device, Facts.Epoch, 1), text, "")))));
        await a.AckAsync(12);

        await using var b = await desk.MachineAsync("t/b");
        await b.PresenceAsync(new PresenceMessage(true));
        var got = await b.UntilAsync(TopicKind.DownChanges, all => all.SelectMany(each => each.Facts).Select(fact => fact.Id).Distinct().Count() == 12);
        Assert.All(got, message => Assert.InRange(message.Payload.Length, 1, MqttContract.MaxPayloadBytes));
        Assert.True(got.Count > 1);
    }

    [Fact]
    public async Task Bad_messages_are_rejected_and_hold_up_nobody()
    {
        await using var desk = await Desk.StartAsync();
        await using var machine = await desk.MachineAsync("t/a");
        byte[] junk = [1, 2, 3];
        for (var i = 0; i < 20; i++)
        {
            foreach (var kind in new[] { TopicKind.UpChanges, TopicKind.UpPresence, TopicKind.UpReported })
            {
                await machine.SendAsync(new DeviceTopic(machine.Device, kind), junk, kind == TopicKind.UpChanges ? MqttContract.Facts : MqttContract.Json);
            }

            await machine.SendAsync(new DeviceTopic(machine.Device, TopicKind.UpChanges), junk, "text/plain");
            await machine.SendAsync(new DeviceTopic(machine.Device, TopicKind.UpPresence), "{\"online\":true}"u8.ToArray(), MqttContract.Json, version: "2");
            await machine.SendAsync(new DeviceTopic(machine.Device, TopicKind.UpPresence), [], MqttContract.Json, version: "x");
            await machine.SendRawAsync("spark/v1/t/a/up/other", junk, MqttContract.Json);
            await machine.SendRawAsync("spark/v1/t/a/up/request/Bad_Id", junk, MqttContract.Json);
            await machine.SendAsync(new DeviceTopic(machine.Device, TopicKind.UpRequest, "q"), junk, MqttContract.Json);
            await machine.FactsAsync(Facts.Note("t/somebody-else", 1));
        }

        await machine.ChangesAsync(1);
        await machine.AckAsync(1);
        Assert.StartsWith("This question cannot be sent", (await machine.AnswerAsync("q"))[0].Error, StringComparison.Ordinal);
        Assert.Empty(desk.Log.Errors);

        using HttpClient http = new();
        var metrics = await http.GetStringAsync(new Uri(desk.Gateway.Address, "/metrics"), SparkSetup.Cancel);
        foreach (var expected in new[] { "reason=\"format\"", "reason=\"version\"", "reason=\"topic\"", "outcome=\"foreign\"", "outcome=\"stored\"" })
        {
            Assert.Contains(expected, metrics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_forged_fact_is_an_alarm()
    {
        await using var desk = await Desk.StartAsync();
        await using var machine = await desk.MachineAsync("t/a");
        await machine.ChangesAsync(1);
        await machine.AckAsync(1);
        await machine.FactsAsync(Facts.Note("t/a", 1, "another"), Facts.Note("t/a", 2));
        var ack = await machine.AckAsync(2);
        Assert.Equal(1UL, Assert.Single(ack.Rejected).Sequence);
        Assert.Contains(desk.Log.Errors, line => line.Contains("t/a", StringComparison.Ordinal) && line.Contains("cloned", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gateway_comes_back_after_the_broker_did()
    {
        await using var desk = await Desk.StartAsync();
        await desk.Broker.StopAsync();
        using HttpClient http = new();
        Uri health = new(desk.Gateway.Address, "/health");
        await UntilAsync(async () => !(await http.GetAsync(health, SparkSetup.Cancel)).IsSuccessStatusCode);
        await desk.Broker.StartAsync();
        await UntilAsync(async () => (await http.GetAsync(health, SparkSetup.Cancel)).IsSuccessStatusCode);

        await using var machine = await desk.MachineAsync("t/a");
        await machine.ChangesAsync(1);
        await machine.AckAsync(1);
    }

    [Fact]
    public async Task Facts_survive_a_restart_of_the_gateway()
    {
        await using var desk = await Desk.StartAsync();
        await using var a = await desk.MachineAsync("t/a");
        await a.ChangesAsync(1, 2);
        await a.AckAsync(2);
        await desk.StopGatewayAsync();
        await desk.StartGatewayAsync();
        await a.ChangesAsync(2, 3);
        Assert.Equal(3UL, (await a.AckAsync(3)).Contiguous);
    }

    [Fact]
    public async Task Report_is_kept_for_the_operator()
    {
        await using var desk = await Desk.StartAsync();
        await using var machine = await desk.MachineAsync("t/a");
        await machine.SendAsync(
            new DeviceTopic(machine.Device, TopicKind.UpReported), MessageJson.Write(new ReportedMessage("1.0", "simulated", ["hand-1"], 7)), MqttContract.Json);
        await machine.ChangesAsync(1);
        await machine.AckAsync(1);
        await using SqliteAccountStore store = new(desk.StoreOptions());
        await UntilAsync(async () => (await store.MachineAsync(machine.Device, SparkSetup.Cancel)).Reported?.Contains("hand-1", StringComparison.Ordinal) == true);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }
}
