using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Device.Hardware.Panels;
using Device.Hardware.Panels.Drm;
using Device.Hardware.Panels.Framebuffer;
using Device.Hardware.Panels.It8951;
using Device.Hardware.Panels.RockchipEbc;
using Device.Hardware.Panels.Ssd1680;

namespace Device.Hardware.Tests.Panels;

/// <summary>Options, schema, document and example boards say the same.</summary>
public sealed class PanelOptionsTests
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly string Root = FindRoot();

    public static TheoryData<string> Drivers => ["it8951", "ssd1680", "fbdev", "drm", "mxcfb", "ebc"];

    public static TheoryData<string> Boards => ["it8951-10in3", "mxcfb-generic", "ebc-10in3", "fbdev-lcd", "drm-lcd", "ssd1680-2in9"];

    [Theory]
    [MemberData(nameof(Boards))]
    public void An_example_board_has_options_that_its_driver_takes(string name)
    {
        var board = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "hardware", "boards", name + ".json")))!;
        Assert.Equal(name, (string?)board["name"]);
        var driver = (string)board["panel"]!["driver"]!;
        Assert.Empty(Validate(driver, (JsonObject)board["panel"]![driver]!));

        // Whole millimetres of pen and panel agree, within the border of a glass.
        if (board["pen"]!["calibration"] is JsonArray calibration)
        {
            var dots = (double)board["panel"]!["dotsPerInch"]!;
            Assert.Equal((double)board["panel"]!["width"]! / dots * 25.4, (double)calibration[0]!, 0.5);
            Assert.Equal((double)board["panel"]!["height"]! / dots * 25.4, (double)calibration[4]!, 0.5);
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void The_schema_has_the_fields_that_the_driver_binds(string driver)
    {
        var fields = OptionsOf(driver).GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
        Assert.Equal(fields.Order(), Properties(driver).Select(p => p.Key).Order());
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void The_schemas_ranges_are_the_drivers(string driver)
    {
        foreach (var (field, node) in Properties(driver).Where(p => p.Value!["minimum"] is not null))
        {
            var (least, most) = ((long)node!["minimum"]!, (long)node["maximum"]!);
            Assert.DoesNotContain(Validate(driver, new() { [field] = least }), f => f.Field == field && f.Expected.Contains(" to ", StringComparison.Ordinal));
            Assert.DoesNotContain(Validate(driver, new() { [field] = most }), f => f.Field == field && f.Expected.Contains(" to ", StringComparison.Ordinal));
            Assert.Contains(Validate(driver, new() { [field] = least - 1 }), f => f.Field == field);
            Assert.Contains(Validate(driver, new() { [field] = most + 1 }), f => f.Field == field);
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void The_schemas_choices_are_all_taken(string driver)
    {
        foreach (var (field, node) in Properties(driver))
        {
            var choices = (node!["$ref"] is { } reference ? Definition((string)reference!) : node)["enum"] as JsonArray ?? [];
            foreach (var choice in choices)
            {
                Assert.DoesNotContain(Validate(driver, new() { [field] = choice!.DeepClone() }), f => f.Field == field);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public void The_document_names_every_field(string driver)
    {
        var document = File.ReadAllText(Path.Combine(Root, "docs", "formats", "board.md"));
        var start = document.IndexOf($"### `panel.{driver}`", StringComparison.Ordinal);
        var end = document.IndexOf("### ", start + 4, StringComparison.Ordinal);
        var section = end < 0 ? document[start..] : document[start..end];
        Assert.All(Properties(driver), p => Assert.Contains($"`{p.Key}`", section, StringComparison.Ordinal));
    }

    [Fact]
    public void A_misspelt_field_is_refused()
    {
        Assert.Throws<JsonException>(() => Validate("it8951", new() { ["vcon"] = -1.5 }));
    }

    [Fact]
    public void Waveforms_and_intents_are_read_by_their_names()
    {
        var options = JsonSerializer.Deserialize<MxcfbOptions>("""{"waveforms":{"gc16":2,"a2":6},"intents":{"pen":"a2","pageTurn":"gl16"},"layout":"kindleRex"}""", Json)!;
        Assert.Equal(new WaveformNumbers { Gc16 = 2, A2 = 6 }, options.Waveforms);
        Assert.Equal(new IntentWaveforms { Pen = Core.Screen.Waveform.A2, PageTurn = Core.Screen.Waveform.Gl16 }, options.Intents);
        Assert.Equal(MxcfbLayout.KindleRex, options.Layout);
    }

    [Theory]
    [InlineData("-1.53\n", null)]
    [InlineData(" -2.08 ", null)]
    [InlineData("1530", "holds '1530'")]
    [InlineData("", "holds ''")]
    [InlineData("-1,53", "holds '-1,53'")]
    [InlineData("-9", "holds '-9'")]
    public void The_common_voltage_may_stand_in_a_file_of_the_machine(string text, string? problem)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            var options = new It8951Options { VcomFile = path };
            Assert.Empty(options.Validate());
            if (problem is null)
            {
                Assert.InRange(options.WithVcom().Vcom!.Value, -2.1, -1.5);
            }
            else
            {
                var message = Assert.Throws<ArgumentException>(options.WithVcom).Message;
                Assert.Contains(path, message, StringComparison.Ordinal);
                Assert.Contains(problem, message, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains("cannot be read", Assert.Throws<ArgumentException>(new It8951Options { VcomFile = path }.WithVcom).Message, StringComparison.Ordinal);
    }

    private static Type OptionsOf(string driver) => driver switch
    {
        "it8951" => typeof(It8951Options),
        "ssd1680" => typeof(Ssd1680Options),
        "fbdev" => typeof(FbdevOptions),
        "drm" => typeof(DrmOptions),
        "mxcfb" => typeof(MxcfbOptions),
        _ => typeof(EbcOptions),
    };

    private static IReadOnlyList<OptionFault> Validate(string driver, JsonObject value) => value.Deserialize(OptionsOf(driver), Json) switch
    {
        It8951Options o => o.Validate(),
        Ssd1680Options o => o.Validate(),
        FbdevOptions o => o.Validate(),
        DrmOptions o => o.Validate(),
        MxcfbOptions o => o.Validate(),
        EbcOptions o => o.Validate(),
        _ => throw new InvalidOperationException(driver),
    };

    private static JsonObject Properties(string driver) => (JsonObject)Definition($"#/$defs/{driver}")["properties"]!;

    private static JsonNode Definition(string reference) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "hardware", "boards", "board.schema.json")))!["$defs"]![reference.Split('/')[^1]]!;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Device.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("no Device.sln above the tests");
        }

        return folder;
    }
}
