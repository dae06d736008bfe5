using System.Runtime.InteropServices;

namespace Device.Storage;

/// <summary>libopus 1.x. The control functions are variadic in C; on x64 and arm64 Linux an integer or a pointer is passed the same way.</summary>
internal static partial class OpusNative
{
    public const int Voice = 2048;
    public const int SetBitRate = 4002;
    public const int SetVariable = 4006;
    public const int SetComplexity = 4010;
    public const int SetSignal = 4024;
    public const int SignalVoice = 3001;
    public const int GetLookahead = 4027;

    private const string Library = "libopus.so.0";

    [LibraryImport(Library, EntryPoint = "opus_encoder_create")]
    public static partial nint CreateEncoder(int rate, int channels, int application, out int error);

    [LibraryImport(Library, EntryPoint = "opus_encoder_ctl")]
    public static partial int Set(nint encoder, int request, int value);

    [LibraryImport(Library, EntryPoint = "opus_encoder_ctl")]
    public static partial int Get(nint encoder, int request, out int value);

    [LibraryImport(Library, EntryPoint = "opus_encode")]
    public static partial int Encode(nint encoder, ReadOnlySpan<short> samples, int count, Span<byte> packet, int most);

    [LibraryImport(Library, EntryPoint = "opus_encoder_destroy")]
    public static partial void DestroyEncoder(nint encoder);

    [LibraryImport(Library, EntryPoint = "opus_decoder_create")]
    public static partial nint CreateDecoder(int rate, int channels, out int error);

    [LibraryImport(Library, EntryPoint = "opus_decode")]
    public static partial int Decode(nint decoder, ReadOnlySpan<byte> packet, int length, Span<short> samples, int count, int correct);

    [LibraryImport(Library, EntryPoint = "opus_decoder_destroy")]
    public static partial void DestroyDecoder(nint decoder);

    [LibraryImport(Library, EntryPoint = "opus_strerror", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ErrorText(int error);

    /// <summary>Turns a missing library and an error of it into one that a person can do something about.</summary>
    public static T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (DllNotFoundException e)
        {
            throw new IOException("libopus.so.0 is not installed (Debian: libopus0)", e);
        }
    }

    public static int Check(int result, string what) =>
        result >= 0 ? result : throw new IOException($"libopus could not {what}: {Marshal.PtrToStringUTF8(ErrorText(result))} ({result})");
}
