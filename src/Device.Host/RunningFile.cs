using System.Globalization;
using Device.Host.Api;

namespace Device.Host;

/// <summary><c>DATA/run/port</c> and <c>DATA/run/token</c>: how tools find the running machine. Gone when it stops.</summary>
internal sealed class RunningFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;

    private RunningFile(string folder) => _folder = folder;

    public static RunningFile Write(string data, int port, ApiToken token)
    {
        var folder = Path.Combine(data, "run");
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        WriteNew(Path.Combine(folder, "token"), token.Value);

        // The port is written last: who finds it finds the token too.
        WriteNew(Path.Combine(folder, "port"), port.ToString(CultureInfo.InvariantCulture));
        return new RunningFile(folder);
    }

    public void Dispose()
    {
        File.Delete(Path.Combine(_folder, "port"));
        File.Delete(Path.Combine(_folder, "token"));
    }

    private static void WriteNew(string path, string content)
    {
        File.Delete(path + ".new");
        using (var file = new FileStream(path + ".new", new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(content);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
