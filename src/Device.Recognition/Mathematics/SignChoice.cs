using Device.Recognition.Handwriting;

namespace Device.Recognition.Mathematics;

/// <summary>Chooses the signs of a row with their neighbours and their places: Viterbi over the readings, with whole names of functions as one step.</summary>
internal static class SignChoice
{
    private const float FunctionName = 1.5f;

    private static readonly string[] Functions = ["sin", "cos", "tan", "cot", "log", "lg", "ln"];

    private readonly record struct End(float Score, SignKind Kind, int[] Choices, int Before, string? Name = null);

    /// <summary>Sets <see cref="MathItem.Choice"/> of every item of a row.</summary>
    /// <returns>The score of the row.</returns>
    internal static float Choose(MathRow row)
    {
        var items = row.Items;
        var ends = new List<End>[items.Count + 1];
        for (var i = 0; i <= items.Count; i++)
        {
            ends[i] = [];
        }

        ends[0].Add(new End(0, SignKind.Open, [], -1));
        for (var at = 0; at < items.Count; at++)
        {
            Steps(row, at, ends);
        }

        var best = -1;
        for (var k = 0; k < ends[^1].Count; k++)
        {
            if (best < 0 || Final(ends[^1][k]) > Final(ends[^1][best]))
            {
                best = k;
            }
        }

        if (best < 0)
        {
            return 0;
        }

        var score = Final(ends[^1][best]);
        for (var (at, k) = (items.Count, best); at > 0;)
        {
            var end = ends[at][k];
            at -= end.Choices.Length;
            items[at].Function = end.Name;
            for (var c = 0; c < end.Choices.Length; c++)
            {
                items[at + c].Choice = end.Choices[c];
            }

            k = end.Before;
        }

        Balance(items);
        return score;
    }

    /// <summary>A bracket without its partner makes the likeliest tall sign before or after it the partner: tall brackets look like a one.</summary>
    private static void Balance(List<MathItem> items)
    {
        var open = new Stack<int>();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Kind == SignKind.Open)
            {
                open.Push(i);
            }
            else if (items[i].Kind == SignKind.Close && !open.TryPop(out _))
            {
                Turn(items, 0, i, "(", "1l|C[/<");
            }
        }

        foreach (var i in open)
        {
            Turn(items, i + 1, items.Count, ")", "1l|7]/>");
        }
    }

    private static void Turn(List<MathItem> items, int from, int to, string bracket, string alike)
    {
        MathItem? best = null;
        for (var i = from; i < to; i++)
        {
            var item = items[i];
            if (item.Form == ItemForm.Sign && item.Lower is null && item.Kind is not (SignKind.Open or SignKind.Close)
                && (item.Glyph!.Readings.Any(r => r.Sign == bracket) || (item.Glyph.Strokes.Length == 1 && alike.Contains(item.Sign[0], StringComparison.Ordinal)))
                && (best is null || item.Box.Height > best.Box.Height))
            {
                best = item;
            }
        }

        if (best is not null)
        {
            best.Choice = best.Glyph!.IndexOf(bracket);
        }
    }

    private static float Final(End end) => end.Score + (MathWeights.Context * MathSigns.End(end.Kind));

    private static void Steps(MathRow row, int at, List<End>[] ends)
    {
        var item = row.Items[at];
        if (item.Form != ItemForm.Sign)
        {
            Add(ends, at, 1, SignKind.Structure, [0], 0, isMinus: false);
            return;
        }

        for (var r = 0; r < item.Glyph!.Readings.Length; r++)
        {
            var sign = item.Glyph.Readings[r].Sign;
            if (sign != MathSigns.Root || item.Glyph.Readings.Length == 1)
            {
                Add(ends, at, 1, MathSigns.KindOf(sign), [r], Of(row, item, r), sign == MathSigns.Minus);
            }
        }

        if (ends[at + 1].Count == 0)
        {
            Add(ends, at, 1, SignKind.Letter, [0], -8, isMinus: false);
        }

        foreach (var name in Functions)
        {
            if (Spell(row, at, name) is { } spelled)
            {
                Add(ends, at, name.Length, SignKind.Function, spelled.Choices, spelled.Score + FunctionName, isMinus: false, name);
            }
        }
    }

    private static void Add(List<End>[] ends, int at, int length, SignKind kind, int[] choices, float score, bool isMinus, string? name = null)
    {
        var best = new End(float.NegativeInfinity, kind, choices, -1, name);
        for (var k = 0; k < ends[at].Count; k++)
        {
            var step = at == 0 ? MathSigns.Start(kind, isMinus) : MathSigns.Step(ends[at][k].Kind, kind, isMinus);
            var total = ends[at][k].Score + score + (MathWeights.Context * step);
            if (total > best.Score)
            {
                best = best with { Score = total, Before = k };
            }
        }

        // One best way for each kind is enough: what follows sees the kind alone.
        var known = ends[at + length].FindIndex(e => e.Kind == kind);
        if (known < 0)
        {
            ends[at + length].Add(best);
        }
        else if (best.Score > ends[at + length][known].Score)
        {
            ends[at + length][known] = best;
        }
    }

    private static (float Score, int[] Choices)? Spell(MathRow row, int at, string name)
    {
        if (at + name.Length > row.Items.Count)
        {
            return null;
        }

        var (score, twins, choices) = (0f, 0, new int[name.Length]);
        for (var c = 0; c < name.Length; c++)
        {
            var item = row.Items[at + c];
            if (item.Form != ItemForm.Sign || (c < name.Length - 1 && (item.Upper is not null || item.Lower is not null)))
            {
                return null;
            }

            choices[c] = Array.FindIndex(item.Glyph!.Readings, r => r.Sign[0] == name[c]);
            if (choices[c] < 0)
            {
                // The net knows a letter of a name by its twin; one in a name is enough, or numbers would become names.
                var alike = Array.FindIndex(item.Glyph.Readings, r => AlsoWritten(name[c]).Contains(r.Sign[0], StringComparison.Ordinal));
                twins += name[c] is 'l' or 'i' or 'o' ? 1 : 2;
                if (alike < 0 || twins > name.Length - 1)
                {
                    return null;
                }

                choices[c] = item.Glyph.IndexOf(name[c].ToString(), item.Glyph.Readings[alike].Score - 1.2f);
            }

            score += Of(row, item, choices[c]);
        }

        // The letters of a name are not rare where the name is meant.
        return (score + (0.7f * name.Length), choices);
    }

    private static string AlsoWritten(char letter) => letter switch
    {
        'i' or 'l' => "1l|I/",
        'o' => "0O",
        's' => "5S",
        'g' => "9q",
        'c' => "(C",
        't' => "+",
        'a' => "9α",
        _ => "",
    };

    private static float Of(MathRow row, MathItem item, int reading)
    {
        var glyph = item.Glyph!;
        var (sign, log) = (glyph.Readings[reading].Sign, glyph.Readings[reading].Score);
        var score = glyph.Trust * log;
        var kind = MathSigns.KindOf(sign);
        if (kind is not (SignKind.Open or SignKind.Close) && !float.IsNaN(row.Em) && row.Em > 0)
        {
            float bottom = (row.Baseline - item.Box.Bottom) / row.Em, top = (row.Baseline - item.Box.Top) / row.Em;
            score += MathWeights.Place * Math.Max(CharacterShape.Of(sign).Place(bottom, top), -6);
        }

        return item.Lower is not null && kind != SignKind.Letter ? score - 3 : score;
    }
}
