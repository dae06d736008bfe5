namespace Device.Hardware.Audio;

/// <summary>A device of libasound: a card (<c>hw:0</c>), a card with conversions (<c>plughw:0</c>) or a name from asound.conf.</summary>
internal sealed class AlsaPcm : IPcm
{
    private readonly PcmHandle _pcm;

    private AlsaPcm(PcmHandle pcm, PcmFormat format) => (_pcm, Format) = (pcm, format);

    public PcmFormat Format { get; }

    /// <summary>Opens a device and sets it to 16 bits, interleaved, and as near to the wish as it can come.</summary>
    /// <param name="name">The device's name.</param>
    /// <param name="stream"><see cref="AlsaNative.Capture"/> or <see cref="AlsaNative.Playback"/>.</param>
    /// <param name="wish">Rate, channels, period and buffer that are asked for.</param>
    /// <exception cref="IOException">It cannot be opened or set; the message says which step failed and why.</exception>
    public static AlsaPcm Open(string name, int stream, PcmFormat wish)
    {
        int error;
        nint raw;
        try
        {
            // Not blocking, so that a device that says nothing cannot hold up the thread for ever.
            error = AlsaNative.Open(out raw, name, stream, AlsaNative.NonBlocking);
        }
        catch (DllNotFoundException e)
        {
            throw new IOException($"sound device '{name}': libasound.so.2 is not installed (Debian: libasound2), it was expected", e);
        }

        Check(error, name, "open", "a device that 'arecord -L' or 'aplay -L' lists");
        var pcm = new PcmHandle(raw);
        try
        {
            return new AlsaPcm(pcm, Configure(pcm, name, wish));
        }
        catch
        {
            pcm.Dispose();
            throw;
        }
    }

    public int Prepare() => AlsaNative.Prepare(_pcm);

    public int Start() => AlsaNative.Start(_pcm);

    public int Resume() => AlsaNative.Resume(_pcm);

    public int Drop() => AlsaNative.Drop(_pcm);

    public int Wait(int timeoutMilliseconds) => AlsaNative.Wait(_pcm, timeoutMilliseconds);

    public int Delay(out long frames)
    {
        var error = AlsaNative.Delay(_pcm, out var delay);
        frames = delay;
        return error;
    }

    public int Read(Span<short> buffer) => (int)AlsaNative.Read(_pcm, ref buffer[0], (nuint)(buffer.Length / Format.Channels));

    public int Write(ReadOnlySpan<short> buffer) => (int)AlsaNative.Write(_pcm, in buffer[0], (nuint)(buffer.Length / Format.Channels));

    public void Dispose() => _pcm.Dispose();

    private static PcmFormat Configure(PcmHandle pcm, string name, PcmFormat wish)
    {
        Check(AlsaNative.HardwareNew(out var hardware), name, "make parameters of", "memory");
        try
        {
            var (channels, rate, period, buffer, direction) = ((uint)wish.Channels, (uint)wish.Rate, (nuint)wish.PeriodFrames, (nuint)wish.BufferFrames, 0);
            Check(AlsaNative.HardwareAny(pcm, hardware), name, "ask for the abilities of", "a device that can be configured");

            // libasound's own converter interpolates linearly, which folds high tones into speech; ours does not.
            _ = AlsaNative.SetRateResample(pcm, hardware, 0);
            Check(AlsaNative.SetAccess(pcm, hardware, AlsaNative.InterleavedAccess), name, "set interleaved access of", "a device that has it (plughw: converts)");
            Check(AlsaNative.SetFormat(pcm, hardware, AlsaNative.Signed16LittleEndian), name, "set 16 bits for", "a device that has them (plughw: converts)");
            Check(AlsaNative.SetChannelsNear(pcm, hardware, ref channels), name, $"set {wish.Channels} channels of", "a number near to it");
            Check(AlsaNative.SetRateNear(pcm, hardware, ref rate, ref direction), name, $"set {wish.Rate} Hz for", "a rate near to it");

            // Times were asked for, and the rate may be another one now.
            period = period * rate / (nuint)wish.Rate;
            buffer = buffer * rate / (nuint)wish.Rate;
            direction = 0;
            Check(AlsaNative.SetPeriodNear(pcm, hardware, ref period, ref direction), name, $"set a period of {period} frames for", "a length near to it");
            Check(AlsaNative.SetBufferNear(pcm, hardware, ref buffer), name, $"set a buffer of {buffer} frames for", "a length near to it");
            Check(AlsaNative.SetHardware(pcm, hardware), name, "configure", "the device to take what it offered");
            Check(AlsaNative.GetChannels(hardware, out channels), name, "read the channels of", "a number");
            Check(AlsaNative.GetRate(hardware, out rate, out _), name, "read the rate of", "a number");
            Check(AlsaNative.GetPeriod(hardware, out period, out _), name, "read the period of", "a number");
            Check(AlsaNative.GetBuffer(hardware, out buffer), name, "read the buffer of", "a number");
            return new PcmFormat((int)rate, (int)channels, (int)period, (int)buffer);
        }
        finally
        {
            AlsaNative.HardwareFree(hardware);
        }
    }

    private static void Check(int error, string name, string step, string expected)
    {
        if (error < 0)
        {
            throw new IOException($"sound device '{name}': cannot {step} it: {AlsaNative.Describe(error)} (errno {-error}), {expected} expected");
        }
    }
}
