using System.Runtime.InteropServices;

namespace Device.Hardware.Audio;

/// <summary>The calls of libasound.so.2 that recording and playing need, and its numbers (alsa/pcm.h).</summary>
/// <remarks>snd_pcm_uframes_t and snd_pcm_sframes_t are <c>long</c> in C: as wide as a pointer on Linux, hence nuint and nint.</remarks>
internal static partial class AlsaNative
{
    public const int Playback = 0;
    public const int Capture = 1;
    public const int NonBlocking = 1;
    public const int InterleavedAccess = 3;
    public const int Signed16LittleEndian = 2;

    private const string Library = "libasound.so.2";

    [LibraryImport(Library, EntryPoint = "snd_pcm_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(out nint pcm, string name, int stream, int mode);

    [LibraryImport(Library, EntryPoint = "snd_pcm_close")]
    public static partial int Close(nint pcm);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_malloc")]
    public static partial int HardwareNew(out nint hardware);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_free")]
    public static partial void HardwareFree(nint hardware);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_any")]
    public static partial int HardwareAny(PcmHandle pcm, nint hardware);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_access")]
    public static partial int SetAccess(PcmHandle pcm, nint hardware, int access);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_format")]
    public static partial int SetFormat(PcmHandle pcm, nint hardware, int format);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_rate_resample")]
    public static partial int SetRateResample(PcmHandle pcm, nint hardware, uint allowed);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_channels_near")]
    public static partial int SetChannelsNear(PcmHandle pcm, nint hardware, ref uint channels);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_rate_near")]
    public static partial int SetRateNear(PcmHandle pcm, nint hardware, ref uint rate, ref int direction);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_period_size_near")]
    public static partial int SetPeriodNear(PcmHandle pcm, nint hardware, ref nuint frames, ref int direction);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_set_buffer_size_near")]
    public static partial int SetBufferNear(PcmHandle pcm, nint hardware, ref nuint frames);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params")]
    public static partial int SetHardware(PcmHandle pcm, nint hardware);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_get_channels")]
    public static partial int GetChannels(nint hardware, out uint channels);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_get_rate")]
    public static partial int GetRate(nint hardware, out uint rate, out int direction);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_get_period_size")]
    public static partial int GetPeriod(nint hardware, out nuint frames, out int direction);

    [LibraryImport(Library, EntryPoint = "snd_pcm_hw_params_get_buffer_size")]
    public static partial int GetBuffer(nint hardware, out nuint frames);

    [LibraryImport(Library, EntryPoint = "snd_pcm_prepare")]
    public static partial int Prepare(PcmHandle pcm);

    [LibraryImport(Library, EntryPoint = "snd_pcm_start")]
    public static partial int Start(PcmHandle pcm);

    [LibraryImport(Library, EntryPoint = "snd_pcm_resume")]
    public static partial int Resume(PcmHandle pcm);

    [LibraryImport(Library, EntryPoint = "snd_pcm_drop")]
    public static partial int Drop(PcmHandle pcm);

    [LibraryImport(Library, EntryPoint = "snd_pcm_wait")]
    public static partial int Wait(PcmHandle pcm, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "snd_pcm_delay")]
    public static partial int Delay(PcmHandle pcm, out nint frames);

    [LibraryImport(Library, EntryPoint = "snd_pcm_readi")]
    public static partial nint Read(PcmHandle pcm, ref short buffer, nuint frames);

    [LibraryImport(Library, EntryPoint = "snd_pcm_writei")]
    public static partial nint Write(PcmHandle pcm, in short buffer, nuint frames);

    [LibraryImport(Library, EntryPoint = "snd_strerror")]
    private static partial nint ErrorText(int error);

    /// <summary>An error in libasound's words.</summary>
    public static string Describe(int error) => Marshal.PtrToStringUTF8(ErrorText(error)) ?? "";
}
