using System.CommandLine;
using Device.Recognition.Models;

namespace Device.Cli.Models;

/// <summary><c>devicectl model verify</c>.</summary>
internal static class VerifyVerb
{
    internal static Verb Create(SharedOptions _)
    {
        var json = SharedOptions.Json();
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "The bundle's folder." };
        var verb = new Verb("verify", "Checks a model bundle: manifest, lengths, SHA-256.", "devicectl model verify models/handwriting") { folder, json };
        verb.Does(async (parsed, _) =>
        {
            var check = Check(parsed.GetRequiredValue(folder).FullName);
            var configuration = parsed.InvocationConfiguration;
            if (parsed.GetValue(json))
            {
                await configuration.Output.WriteLineAsync(JsonText.Of(check));
            }
            else if (check.Ok)
            {
                await configuration.Output.WriteLineAsync($"{check.Name}/{check.Version}: {check.Files} files, {check.Bytes:N0} bytes, all as the manifest says");
            }

            if (!check.Ok)
            {
                await configuration.Error.WriteLineAsync(check.Problem);
            }

            return check.Ok ? ExitCode.Ok : ExitCode.Failed;
        });
        return verb;
    }

    private static BundleCheck Check(string folder)
    {
        try
        {
            var manifest = ModelBundle.Open(folder).Manifest;
            return new BundleCheck(folder, true, manifest.Name, manifest.Version, manifest.Kind, manifest.Files.Length, manifest.Files.Sum(f => f.Bytes), null);
        }
        catch (ModelBundleException e)
        {
            return new BundleCheck(folder, false, null, null, null, null, null, e.Message);
        }
    }
}
