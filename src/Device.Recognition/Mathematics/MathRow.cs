namespace Device.Recognition.Mathematics;

/// <summary>Items side by side on one baseline, and how well they stand there.</summary>
/// <param name="Items">From left to right.</param>
/// <param name="Em">Height of a digit of the row.</param>
/// <param name="Baseline">Where the row stands at its left end.</param>
/// <param name="Score">How likely the places of the items are, scripts and nested rows included.</param>
internal sealed record MathRow(List<MathItem> Items, float Em, float Baseline, float Score)
{
    internal IEnumerable<MathRow> Nested => Items.SelectMany(i => i.Rows.Concat(i.Upper is null ? [] : [i.Upper]).Concat(i.Lower is null ? [] : [i.Lower]));

    /// <summary>This row and all rows within.</summary>
    internal IEnumerable<MathRow> All() => Nested.SelectMany(r => r.All()).Prepend(this);
}
