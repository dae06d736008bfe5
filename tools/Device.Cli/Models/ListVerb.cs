using Device.Recognition.Models;

namespace Device.Cli.Models;

/// <summary><c>devicectl model list</c>.</summary>
internal static class ListVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var verb = new Verb("list", "Lists the models beside this program and the installed ones, each checked.", "devicectl model list --json") { json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            string[] roots = [HandwritingModel.BesideProgram, HandwritingModel.Installed(parsed.GetRequiredValue(shared.Data))];
            var lines = new List<BundleLine>();
            foreach (var folder in roots.Where(Directory.Exists).SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                lines.Add(Look(folder));
            }

            if (parsed.GetValue(json))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonText.Of(lines.ToArray()));
            }
            else
            {
                Print(lines, parsed.InvocationConfiguration.Output);
            }

            return lines.Any(l => l.Problem is not null) ? ExitCode.Failed : ExitCode.Ok;
        });
        return verb;
    }

    private static BundleLine Look(string folder)
    {
        try
        {
            var manifest = ModelBundle.Open(folder).Manifest;
            return new BundleLine(folder, manifest.Name, manifest.Version, manifest.Kind, manifest.Files.Sum(f => f.Bytes), null);
        }
        catch (ModelBundleException e)
        {
            return new BundleLine(folder, null, null, null, null, e.Message);
        }
    }

    private static void Print(List<BundleLine> lines, TextWriter output)
    {
        foreach (var line in lines)
        {
            output.WriteLine(line.Problem ?? $"{line.Name}/{line.Version}  {line.Kind}  {line.Bytes:N0} bytes  {line.Directory}");
        }

        if (lines.Count == 0)
        {
            output.WriteLine("no models");
        }
    }
}
