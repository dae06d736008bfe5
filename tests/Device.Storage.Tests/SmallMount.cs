using System.Diagnostics;

namespace Device.Storage.Tests;

/// <summary>A small file system of its own, in memory; needs root.</summary>
internal sealed class SmallMount : IDisposable
{
    private SmallMount(string path) => Path = path;

    public string Path { get; }

    public static SmallMount? Try(long bytes, out string why)
    {
        var path = Directory.CreateTempSubdirectory("device-mount-").FullName;
        why = Environment.UserName != "root" ? "not root: a small file system cannot be mounted" : Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "none", path);
        if (why.Length == 0)
        {
            return new SmallMount(path);
        }

        Directory.Delete(path);
        return null;
    }

    /// <returns>Empty, or what went wrong.</returns>
    public static string Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"{program} {string.Join(' ', arguments)}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{program}: {e.Message}";
        }
    }

    /// <summary>Takes it off at once, though a program that another test is just starting may still hold a file of it.</summary>
    public static void Unmount(string path) => Run("umount", "-l", path);

    public void Dispose()
    {
        Unmount(Path);
        Directory.Delete(Path);
    }
}
