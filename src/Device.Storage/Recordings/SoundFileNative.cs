using System.Runtime.InteropServices;

namespace Device.Storage;

/// <summary>libsndfile 1.x: WAV, FLAC, Ogg, AIFF, and since 1.1 MP3.</summary>
internal static partial class SoundFileNative
{
    public const int ReadMode = 0x10;

    private const string Library = "libsndfile.so.1";

    [LibraryImport(Library, EntryPoint = "sf_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Open(string path, int mode, ref Info info);

    [LibraryImport(Library, EntryPoint = "sf_readf_short")]
    public static partial long Read(nint file, Span<short> samples, long moments);

    [LibraryImport(Library, EntryPoint = "sf_close")]
    public static partial int Close(nint file);

    [LibraryImport(Library, EntryPoint = "sf_error")]
    public static partial int Error(nint file);

    public static string ErrorOf(nint file) => Marshal.PtrToStringUTF8(ErrorText(file)) ?? "unknown";

    [LibraryImport(Library, EntryPoint = "sf_strerror")]
    private static partial nint ErrorText(nint file);

    /// <summary><c>SF_INFO</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Info
    {
        public long Frames;
        public int SampleRate;
        public int Channels;
        public int Format;
        public int Sections;
        public int Seekable;
    }
}
