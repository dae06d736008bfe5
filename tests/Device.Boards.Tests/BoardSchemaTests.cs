using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Device.Boards.Tests;

/// <summary>Schema, C#, document and the boards that come with the program say the same.</summary>
public sealed class BoardSchemaTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "boards");
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "board.schema.json")))!;
    private static readonly SchemaCheck Check = new(Schema);

    public static TheoryData<string> Boards => [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Where(n => n != "board.schema").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_board_that_comes_with_the_program_obeys_the_schema_and_is_taken(string name)
    {
        var path = Path.Combine(Folder, name + ".json");
        Assert.Empty(Check.Faults(JsonNode.Parse(File.ReadAllText(path))));
        Assert.Equal(name, BoardFile.Read(path).Name);
    }

    [Fact]
    public void The_boards_show_every_driver_there_is_but_those_without_a_product()
    {
        var used = Boards.Select(b => BoardFile.Read(((ITheoryDataRow)b).GetData()[0]!.ToString()!)).ToArray();
        Assert.Equal(
            ((JsonArray)Schema["properties"]!["panel"]!["properties"]!["driver"]!["enum"]!).Select(d => (string)d!).Order(),
            used.Select(b => b.Panel.Driver).Distinct().Order());
        Assert.All(new Func<BoardProfile, object?>[] { b => b.Buttons, b => b.Battery, b => b.Rtc, b => b.FrontLight, b => b.Microphone, b => b.Speaker, b => b.Power }, section => Assert.Contains(used, b => section(b) is not null));
    }

    [Fact]
    public void Every_field_of_the_schema_is_one_of_the_program_and_the_other_way_round()
    {
        var compared = new HashSet<Type>();
        Compare(Schema, typeof(BoardProfile), "", compared);
        Assert.True(compared.Count >= 20, $"{compared.Count} objects compared");
    }

    [Fact]
    public void The_document_names_every_field()
    {
        var folder = AppContext.BaseDirectory.TrimEnd('/');
        while (!File.Exists(Path.Combine(folder, "Device.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var document = File.ReadAllText(Path.Combine(folder, "docs", "formats", "board.md"));
        var types = new HashSet<Type>();
        Compare(Schema, typeof(BoardProfile), "", types);
        Assert.All(types.SelectMany(Fields).Select(f => f.Name).Distinct().Where(n => n != "$schema"), name =>
            Assert.True(document.Contains($"`{name}`", StringComparison.Ordinal) || document.Contains($".{name}`", StringComparison.Ordinal) || document.Contains($"`{name}.", StringComparison.Ordinal), $"docs/formats/board.md does not name `{name}`"));
    }

    private static void Compare(JsonNode node, Type type, string path, HashSet<Type> compared)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var schema = Check.Resolve(node);
        if (schema["items"] is { } item && type.IsGenericType)
        {
            Compare(item, type.GetGenericArguments()[^1], path + "[]", compared);
            return;
        }

        if (schema["properties"] is not JsonObject properties || !compared.Add(type))
        {
            Assert.False(type.Namespace!.StartsWith("Device.", StringComparison.Ordinal) && type.IsClass && schema["properties"] is null, $"{path}: {type.Name} is no object in the schema");
            return;
        }

        var fields = Fields(type).ToDictionary(f => f.Name, f => f.Type);
        Assert.Equal((path, Names: string.Join(' ', fields.Keys.Order(StringComparer.Ordinal))), (path, Names: string.Join(' ', properties.Select(p => p.Key).Order(StringComparer.Ordinal))));
        foreach (var (name, child) in properties)
        {
            Compare(child!, fields[name], $"{path}.{name}", compared);
        }
    }

    private static IEnumerable<(string Name, Type Type)> Fields(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.CanWrite && p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
        .Select(p => (p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(p.Name), p.PropertyType));
}
