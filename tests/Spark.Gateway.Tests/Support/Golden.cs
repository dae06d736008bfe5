using System.Text.Json.Nodes;

namespace Spark.Gateway.Tests.Support;

internal static class Golden
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", name));

    public static void SameJson(string name, byte[] actual)
    {
        var expected = JsonNode.Parse(Text(name));
        var written = JsonNode.Parse(actual);
        Assert.True(JsonNode.DeepEquals(expected, written), $"{name} expected, written: {written}");
    }
}
