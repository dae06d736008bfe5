using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Audio;

/// <summary>An open <c>snd_pcm_t</c>.</summary>
internal sealed class PcmHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public PcmHandle(nint pcm)
        : base(ownsHandle: true) => SetHandle(pcm);

    protected override bool ReleaseHandle() => AlsaNative.Close(handle) == 0;
}
