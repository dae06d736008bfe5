using System.Text.Json.Nodes;

namespace Device.Boards.Tests;

/// <summary>Wrong values, by their path: the program refuses each with a message that leads there, and so does an editor with the schema.</summary>
public sealed class BoardValueTests : IDisposable
{
    private static readonly SchemaCheck Schema = new(JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "boards", "board.schema.json")))!);

    private readonly string _folder = Directory.CreateTempSubdirectory("device-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("it8951-10in3", "panel.it8951.commandClock", "1", "100000 to 12000000")]
    [InlineData("it8951-10in3", "panel.it8951.rotation", "45", "0, 90, 180 or 270")]
    [InlineData("it8951-10in3", "panel.ssd1680", "{}", "nothing, since the driver is it8951")]
    [InlineData("ssd1680-2in9", "panel.ssd1680.leastFull", "-1", "0 to 30000")]
    [InlineData("drm-lcd", "panel.drm.connector", "\"DSI 1\"", "a connector such as DSI-1")]
    [InlineData("drm-lcd", "panel.drm.rotation", "1", "0, 90, 180 or 270")]
    [InlineData("ebc-10in3", "pen.driver", "\"mouse\"", "simulated or evdev")]
    [InlineData("ebc-10in3", "touch.driver", "\"spi\"", "simulated, evdev expected")]
    [InlineData("ebc-10in3", "touch.device", "\"event3\"", "an event device such as")]
    [InlineData("ebc-10in3", "touch.calibration", "[1,2,3]", "six numbers")]
    [InlineData("it8951-10in3", "buttons.driver", "\"radio\"", "simulated, evdev, gpio")]
    [InlineData("it8951-10in3", "buttons.gpio.debounce", "0", "1 to 200")]
    [InlineData("it8951-10in3", "buttons.gpio.keys[1].pin", "1024", "0 to 1023")]
    [InlineData("it8951-10in3", "buttons.gpio.keys[1].role", "\"none\"", "power, pageForward")]
    [InlineData("it8951-10in3", "buttons.evdev", "{}", "nothing, since the driver is gpio")]
    [InlineData("ebc-10in3", "buttons.evdev", """{"longPress":20000}""", "500 to 10000", "buttons.evdev.longPress")]
    [InlineData("ebc-10in3", "buttons.evdev", """{"devices":["event0"]}""", "an event device", "buttons.evdev.devices[0]")]
    [InlineData("it8951-10in3", "battery.max17048.alertLevel", "40", "1 to 32")]
    [InlineData("it8951-10in3", "battery.max17048.address", "200", "8 to 119")]
    [InlineData("ebc-10in3", "battery.powerSupply", """{"battery":"a/b"}""", "without '/'", "battery.powerSupply.battery")]
    [InlineData("ebc-10in3", "battery.driver", "\"tea\"", "simulated, powerSupply, max17048, coprocessor")]
    [InlineData("it8951-10in3", "rtc.ds3231.mostTries", "0", "1 to 10")]
    [InlineData("ebc-10in3", "rtc.linux.device", "\"rtc0\"", "a device file")]
    [InlineData("it8951-10in3", "microphone.alsa", "{\"recordingChannels\":9}", "1 to 8", "microphone.alsa.recordingChannels")]
    [InlineData("it8951-10in3", "speaker.alsa", "{\"stallTimeout\":1}", "500 to 60000", "speaker.alsa.stallTimeout")]
    [InlineData("it8951-10in3", "frontLight.lm3630a.overVoltage", "20", "16, 24, 32 or 40")]
    [InlineData("ebc-10in3", "frontLight.backlight.cold", "\"\"", "a folder such as")]
    [InlineData("ebc-10in3", "power.systemd", """{"timeout":1}""", "1000 to 120000", "power.systemd.timeout")]
    [InlineData("ebc-10in3", "coprocessor", """{"baud":1200}""", "9600, 19200", "coprocessor.baud")]
    [InlineData("simulated", "paper.pitch", "2", "3 to 100")]
    [InlineData("simulated", "name", "\"My Board\"", "1 to 32 of a-z")]
    public void A_wrong_value_is_refused_by_its_path_and_by_the_schema(string board, string path, string value, string expected, string? named = null)
    {
        var wrong = Changed(board, path, value);
        var error = Refusal(wrong);
        Assert.Contains(named ?? path, error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains(Schema.Faults(wrong), f => f == (named ?? path) || path.StartsWith(f, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("it8951-10in3", "buttons.gpio.keys[0].pin", "17", "buttons.gpio.keys[0].pin: '17' found, another pin than panel.it8951.resetPin expected")]
    [InlineData("it8951-10in3", "buttons.gpio.keys[1].pin", "5", "buttons.gpio.keys[1].pin: '5' found, a pin that no other key has expected")]
    [InlineData("it8951-10in3", "frontLight.lm3630a.address", "54", "frontLight.lm3630a.address: '0x36' found, another address, or another bus, than battery.max17048 expected")]
    [InlineData("ebc-10in3", "battery.driver", "\"coprocessor\"", "coprocessor: 'nothing' found, an object, since battery.driver is coprocessor, expected")]
    [InlineData("it8951-10in3", "microphone", "null", "buttons.gpio.keys[4].role: 'mute' found, another role, since the board has no microphone, expected")]
    [InlineData("it8951-10in3", "buttons.gpio.keys[4].role", "\"penHolder\"", "microphone.hasMuteSwitch: 'true' found, a key of buttons.gpio with the role mute expected")]
    [InlineData("it8951-10in3", "buttons", "null", "microphone.hasMuteSwitch: 'true' found, buttons that have the switch expected")]
    [InlineData("ebc-10in3", "pen.calibration", "[1,2,0,2,4,0]", "pen.calibration: '1, 2, 0, 2, 4, 0' found, millimetres of two different directions expected")]
    public void Parts_that_get_in_each_others_way_are_told(string board, string path, string value, string message) =>
        Assert.Contains(message, Refusal(Changed(board, path, value)), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var wrong = Changed("it8951-10in3", "rtc.ds3231.mostTries", "0");
        wrong["paper"]!["pitch"] = 1;
        var error = Refusal(wrong);
        Assert.Contains("rtc.ds3231.mostTries", error, StringComparison.Ordinal);
        Assert.Contains("paper.pitch", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_nobody_knows_is_refused_by_its_path()
    {
        var wrong = Changed("it8951-10in3", "rtc.ds3231.adress", "104");
        Assert.Contains("$.rtc.ds3231", Refusal(wrong), StringComparison.Ordinal);
        Assert.Contains("rtc.ds3231.adress", Schema.Faults(wrong));
    }

    private static JsonNode Changed(string board, string path, string value)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "boards", board + ".json")))!;
        var at = root;
        var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1])
        {
            at = step[0] == '[' ? at[int.Parse(step[1..^1], System.Globalization.CultureInfo.InvariantCulture)]! : at[step] ?? (at[step] = new JsonObject());
        }

        at[steps[^1]] = JsonNode.Parse(value);
        return root;
    }

    private string Refusal(JsonNode board)
    {
        var path = Path.Combine(_folder, "board.json");
        File.WriteAllText(path, board.ToJsonString());
        return Assert.Throws<BoardException>(() => BoardFile.Read(path)).Message;
    }
}
