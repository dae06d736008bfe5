using Device.Core.Notebook;
using Device.Messages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Spark.Gateway.Service;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Service;

public sealed class GatewayServiceTests
{
    [Fact]
    public async Task Health_and_metrics_are_served()
    {
        await using var desk = await Desk.StartAsync();
        using HttpClient http = new() { BaseAddress = desk.Gateway.Address };
        Assert.Equal("live", await http.GetStringAsync("/live", SparkSetup.Cancel));
        Assert.Equal("""{"status":"ok","broker":"ok","store":"ok"}""", await http.GetStringAsync("/health", SparkSetup.Cancel));
        Assert.Contains("spark_gateway_connections_total", await http.GetStringAsync("/metrics", SparkSetup.Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_hold_neither_words_nor_secrets()
    {
        const string Marker = "私密的话-private-words";
        await using var desk = await Desk.StartAsync();
        await using var machine = await desk.MachineAsync("t/a");
        await machine.FactsAsync(Facts.Note("t/a", 1, Marker));
        await machine.FactsAsync(Facts.Note("t/a", 1, Marker + "another"));
        await machine.AskAsync("q-1", Marker, context: Marker);
        await machine.AnswerAsync("q-1");
        desk.StandIn.Faults.Fail(10013);
        await machine.AskAsync("q-2", Marker);
        await machine.AnswerAsync("q-2");
        desk.StandIn.Faults.Fail(10110, 10);
        await machine.AskAsync("q-3", Marker);
        await machine.AnswerAsync("q-3");
        await machine.AskAsync("q-4", Marker, language: Marker);
        await machine.AnswerAsync("q-4");
        await machine.SendAsync(new DeviceTopic(machine.Device, TopicKind.UpReported), System.Text.Encoding.UTF8.GetBytes($"{{\"{Marker}\""), MqttContract.Json);
        await machine.ChangesAsync(2);
        await machine.AckAsync(2);
        await desk.StopGatewayAsync();

        Assert.NotEmpty(desk.Log.Lines);
        Assert.DoesNotContain(desk.Log.Lines, line => line.Contains("私密", StringComparison.Ordinal) || line.Contains("private-words", StringComparison.Ordinal));
        Assert.DoesNotContain(desk.Log.Lines, line => line.Contains(SparkSetup.Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_out_of_range_are_all_told_before_anything_starts()
    {
        GatewaySetup setup = new()
        {
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Spark:Attempts"] = "0",
                ["Spark:ApiPassword"] = "x",
                ["Broker:Port"] = "70000",
                ["Broker:Host"] = "broker.example.org",
                ["Store:MachinesPerAccount"] = "0",
                ["Work:Lanes"] = "65",
            }).Build(),
        };
        var text = (await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayApp.StartAsync(setup, SparkSetup.Cancel))).Message;
        foreach (var expected in new[] { "Attempts", "Port", "UseTls", "MachinesPerAccount", "Lanes" })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Missing_secret_is_told_by_name()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayApp.StartAsync(new GatewaySetup(), SparkSetup.Cancel));
        Assert.Contains("Spark:ApiPassword", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_may_lie_in_a_file()
    {
        using TestFolder folder = new();
        await File.WriteAllTextAsync(folder.File("password"), SparkSetup.Password + "\n", SparkSetup.Cancel);
        await using var desk = await Desk.StartAsync(spark: options => (options.ApiPassword, options.ApiPasswordFile) = ("wrong", folder.File("password")));
        await using var machine = await desk.MachineAsync("t/a");
        await machine.AskAsync("q-1", "1+1");
        Assert.Equal("", (await machine.AnswerAsync("q-1"))[^1].Error);
    }

    [Fact]
    public async Task Operator_moves_a_machine_to_an_account()
    {
        await using var desk = await Desk.StartAsync(store: options => options.AccountRule = Gateway.Store.AccountRule.Own);
        await using var a = await desk.MachineAsync("t/a");
        await using var b = await desk.MachineAsync("t/b");
        await a.ChangesAsync(1);
        await a.AckAsync(1);
        await GatewayApp.AssignAsync(desk.Setup(), "t/a", "t/home", SparkSetup.Cancel);
        await GatewayApp.AssignAsync(desk.Setup(), "t/b", "t/home", SparkSetup.Cancel);
        await b.PresenceAsync(new PresenceMessage(true));
        var got = await b.UntilAsync(TopicKind.DownChanges, all => all.Count > 0);
        Assert.Equal(("t/home", new FactId(a.Device, Facts.Epoch, 1)), (got[0].Properties["stream"], got[0].Facts[0].Id));
        await Assert.ThrowsAsync<ArgumentException>(() => GatewayApp.AssignAsync(desk.Setup(), "t/a", "u/home", SparkSetup.Cancel));
        await Assert.ThrowsAsync<FormatException>(() => GatewayApp.AssignAsync(desk.Setup(), "nobody", "t", SparkSetup.Cancel));
    }
}
