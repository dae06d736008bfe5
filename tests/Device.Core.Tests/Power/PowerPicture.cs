using System.Text;
using Device.Core.Power;

namespace Device.Core.Tests.Power;

/// <summary>Draws the power table as a diagram and as a table, in Markdown.</summary>
internal static class PowerPicture
{
    internal static string Draw()
    {
        var text = new StringBuilder("""
            # Power states

            Drawn by a test from the table in `src/Device.Core/Power/PowerTable.cs`; `DEVICE_UPDATE_GOLDEN=1` draws it anew.
            An arrow with [busy] is taken while work keeps the machine awake: a recording, a sync, an update, ink that is not on flash yet.

            ```mermaid
            stateDiagram-v2
              [*] --> Active

            """);
        var arrows = PowerTable.Rules.SelectMany(Arrows).GroupBy(a => (a.From, a.To));
        foreach (var arrow in arrows)
        {
            text.Append($"  {arrow.Key.From} --> {arrow.Key.To}: {string.Join(", ", arrow.Select(a => a.Label).Distinct())}\n");
        }

        text.Append("  Off --> [*]\n```\n\n| in | when | then | doing |\n| --- | --- | --- | --- |\n");
        foreach (var rule in PowerTable.Rules)
        {
            if (rule.Free == rule.Busy)
            {
                Row(rule, rule.Input.ToString(), rule.Free, text);
            }
            else
            {
                Row(rule, $"{rule.Input}, free", rule.Free, text);
                Row(rule, $"{rule.Input}, busy", rule.Busy, text);
            }
        }

        return text.Append("\nEvery other input is ignored in that state; the table says so cell by cell.\n").ToString();
    }

    private static IEnumerable<(PowerState From, PowerState To, string Label)> Arrows(PowerRule rule)
    {
        if (rule.Free.Next == rule.Busy.Next)
        {
            if (rule.Free.Next != rule.State)
            {
                yield return (rule.State, rule.Free.Next, rule.Input.ToString());
            }

            yield break;
        }

        foreach (var (step, label) in new[] { (rule.Free, $"{rule.Input}"), (rule.Busy, $"{rule.Input} [busy]") })
        {
            if (step.Next != rule.State)
            {
                yield return (rule.State, step.Next, label);
            }
        }
    }

    private static void Row(PowerRule rule, string when, PowerStep step, StringBuilder text)
    {
        if (step.Next != rule.State || step.Effects.Length > 0)
        {
            text.Append($"| {rule.State} | {when} | {step.Next} | {string.Join(", ", step.Effects)} |\n");
        }
    }
}
