using System.Runtime.InteropServices;

namespace Device.Hardware.Tests.Audio;

/// <summary>The real libasound with devices that need no card: what is recorded comes from a file, what is played goes into one.</summary>
public sealed partial class AlsaConfiguration : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("device-alsa-");

    public AlsaConfiguration()
    {
        IsInstalled = NativeLibrary.TryLoad("libasound.so.2", out _);
        var file = Path.Combine(_folder.FullName, "asound.conf");
        File.WriteAllText(file, """
            pcm.from {
              @args [ FILE ]
              @args.FILE { type string }
              type file
              slave.pcm { type null }
              file "/dev/null"
              infile $FILE
              format "raw"
            }
            pcm.to {
              @args [ FILE ]
              @args.FILE { type string }
              type file
              slave.pcm { type null }
              file $FILE
              format "raw"
            }
            pcm.nothing { type null }
            """);

        // .NET's own environment does not reach C's getenv.
        Assert.Equal(0, SetEnvironment("ALSA_CONFIG_PATH", file, 1));
    }

    public bool IsInstalled { get; }

    public string File16(string name, ReadOnlySpan<short> samples)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(samples).ToArray());
        return path;
    }

    public string NewFile(string name) => Path.Combine(_folder.FullName, name);

    public static short[] Read16(string path) => MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(path)).ToArray();

    public void RequireLibrary() => Assert.SkipUnless(IsInstalled, "libasound.so.2 is not installed (Debian: libasound2)");

    public void Dispose() => _folder.Delete(recursive: true);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
