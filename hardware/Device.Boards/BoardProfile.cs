using System.Text.Json.Serialization;

namespace Device.Boards;

/// <summary>What differs between products: <c>docs/formats/board.md</c>. Every field of the file is required and checked.</summary>
/// <param name="Name">1 to 32 of a-z, 0-9 and '-'.</param>
/// <param name="Title">What a person calls the machine.</param>
/// <param name="Panel">The panel.</param>
/// <param name="Pen">The pen.</param>
/// <param name="Paper">What a new page looks like.</param>
public sealed record BoardProfile(string Name, string Title, PanelProfile Panel, PenProfile Pen, PaperProfile Paper)
{
    /// <summary>For editors; not used.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }
}
