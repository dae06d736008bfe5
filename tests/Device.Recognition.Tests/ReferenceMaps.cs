using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests;

/// <summary>The training recipe's features.c, compiled on this machine and called directly.</summary>
internal sealed class ReferenceMaps : IDisposable
{
    private readonly string _folder;
    private readonly nint _library;
    private readonly DirectionMapsFunction _function;

    private ReferenceMaps(string folder, nint library)
    {
        _folder = folder;
        _library = library;
        _function = Marshal.GetDelegateForFunctionPointer<DirectionMapsFunction>(NativeLibrary.GetExport(library, "direction_maps"));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void DirectionMapsFunction(float[] xy, int[] lengths, int strokes, float[] maps);

    /// <summary>Null with a reason where the source or a compiler is missing.</summary>
    public static ReferenceMaps? TryCompile(out string why)
    {
        why = string.Empty;
        var source = RepositoryFile.Find("tools", "train", "handwriting", "features.c");
        if (source is null)
        {
            why = "features.c is not above the test's folder";
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("direction-maps").FullName;
        var output = Path.Combine(folder, "features.so");
        try
        {
            using var gcc = Process.Start("gcc", ["-std=c11", "-O2", "-ffp-contract=off", "-shared", "-fPIC", "-o", output, source, "-lm"]);
            gcc.WaitForExit();
            if (gcc.ExitCode == 0)
            {
                return new ReferenceMaps(folder, NativeLibrary.Load(output));
            }

            why = $"gcc ended with {gcc.ExitCode}";
        }
        catch (Win32Exception)
        {
            why = "gcc is not on this machine";
        }

        Directory.Delete(folder, recursive: true);
        return null;
    }

    public float[] Maps(float[] xy, int[] lengths)
    {
        var maps = new float[DirectionMaps.Length];
        _function(xy, lengths, lengths.Length, maps);
        return maps;
    }

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        Directory.Delete(_folder, recursive: true);
    }
}
