using System.Globalization;
using System.Text;
using Device.Core.Notebook;

namespace Device.Simulation.Tests.Fleet;

/// <summary>What a notebook shows, as text, in its order.</summary>
internal static class FleetPage
{
    public static string Write(Notebook notebook)
    {
        StringBuilder text = new();
        foreach (var (id, note) in notebook.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"note {id} {note.Title}\n");
            foreach (var page in notebook.Pages(id))
            {
                text.Append(CultureInfo.InvariantCulture, $"page {page.Id}\n");
                foreach (var stroke in page.Strokes())
                {
                    text.Append(CultureInfo.InvariantCulture, $"{stroke.Id} {stroke.Stroke.Bounds.Left} {stroke.Stroke.Bounds.Top}\n");
                }
            }
        }

        return text.ToString();
    }
}
