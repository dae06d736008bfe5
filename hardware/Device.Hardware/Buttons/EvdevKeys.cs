using System.Runtime.InteropServices;
using Device.Core.Power;
using Device.Core.Speech;
using Device.Hardware.Panels;
using Device.Hardware.Pen;
using Microsoft.Win32.SafeHandles;

namespace Device.Hardware.Buttons;

/// <summary>
/// A machine's keys and switches on the kernel's input devices, as <see cref="IDeviceEvents"/>. One thread sleeps in the kernel
/// until a device reports. The owner disposes it, which ends the thread; the reader then gets what is left and the end.
/// </summary>
public sealed class EvdevKeys : IDeviceEvents, IDisposable
{
    private const int EventsPerRead = 32;

    private readonly IReadOnlyList<Source> _sources;
    private readonly DeviceEventQueue _events;
    private readonly KeyInterpreter _interpreter;
    private readonly SafeFileHandle _stop;
    private readonly Thread _thread;

    internal EvdevKeys(
        IReadOnlyList<(SafeHandle File, Func<EvdevKeyState> ReadState)> devices, EvdevKeysOptions options, TimeProvider time, MicrophoneMute? mute = null)
    {
        _events = new DeviceEventQueue(time);
        _interpreter = new KeyInterpreter(_events, TimeSpan.FromMilliseconds(options.LongPress), time, mute);
        var map = new EvdevKeyMap(options.Keys);
        _sources = [.. devices.Select(d => new Source(d.File, d.ReadState, new EvdevKeyDecoder(map, _interpreter.Change)))];
        _stop = EvdevNative.EventFd(0, 0);
        if (_stop.IsInvalid)
        {
            throw new IOException("Cannot make an event descriptor: " + Marshal.GetLastPInvokeErrorMessage());
        }

        // On the opener's thread: a key that goes down after this comes as an event, and a machine that is muted is so before anybody listens.
        foreach (var source in _sources)
        {
            source.Decoder.Resume(source.ReadState());
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "keys" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public long Dropped => _events.Dropped;

    /// <summary>How often the kernel lost events because they were not taken in time; the state was then read anew.</summary>
    public long Drops => _sources.Sum(s => s.Decoder.Drops);

    /// <summary>Whether one of the devices has a switch that mutes the microphone (SW_MUTE_DEVICE).</summary>
    public bool HasMuteSwitch { get; internal init; }

    /// <summary>Opens the devices that the options name, or every one that has a key or switch with a role.</summary>
    /// <param name="options">Which devices and keys.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="mute">Is told of a mute switch at once, also of one that is on already; null where nobody listens.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">There is no such device, or another program has grabbed it.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it: see the udev rules in firmware/image.</exception>
    public static EvdevKeys Open(EvdevKeysOptions options, TimeProvider? timeProvider = null, MicrophoneMute? mute = null)
    {
        OptionCheck.ThrowIfAny("evdevKeys", options.Validate());
        var devices = EvdevKeyDevices.Open(options);
        try
        {
            return new EvdevKeys([.. devices.Select(d => ((SafeHandle)d.File, (Func<EvdevKeyState>)d.ReadKeyState))], options, timeProvider ?? TimeProvider.System, mute)
            {
                HasMuteSwitch = devices.Any(d => EvdevKeyMap.HasMute(d.ReadSwitchBits())),
            };
        }
        catch
        {
            devices.ForEach(d => d.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<DeviceEvent> ReadAllAsync(CancellationToken cancellationToken) => _events.ReadAllAsync(cancellationToken);

    /// <summary>Ends the thread and closes the devices. May be called more than once.</summary>
    public void Dispose()
    {
        if (_stop.IsClosed)
        {
            return;
        }

        _ = EvdevNative.Write(_stop, 1UL, sizeof(ulong));
        _thread.Join();
        _stop.Dispose();
        _interpreter.Dispose();
        foreach (var source in _sources)
        {
            source.File.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            while (WaitForEvents())
            {
            }
        }
        finally
        {
            _events.Close();
        }
    }

    private bool WaitForEvents()
    {
        var entries = new EvdevNative.PollEntry[_sources.Count + 1];
        for (var i = 0; i < _sources.Count; i++)
        {
            // The kernel skips an entry with a negative number: a device that was unplugged.
            entries[i] = new() { File = _sources[i].IsGone ? -1 : (int)_sources[i].File.DangerousGetHandle(), Events = EvdevNative.PollIn };
        }

        entries[^1] = new() { File = (int)_stop.DangerousGetHandle(), Events = EvdevNative.PollIn };
        while (EvdevNative.Poll(ref entries[0], (nuint)entries.Length, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != EvdevNative.ErrorInterrupted)
            {
                return false;
            }
        }

        for (var i = 0; i < _sources.Count; i++)
        {
            if (entries[i].Returned != 0)
            {
                _sources[i].Take();
            }
        }

        return entries[^1].Returned == 0 && _sources.Any(s => !s.IsGone);
    }

    private sealed class Source(SafeHandle file, Func<EvdevKeyState> readState, EvdevKeyDecoder decoder)
    {
        private readonly byte[] _bytes = new byte[EventsPerRead * EvdevEvent.Length];
        private int _kept;

        public SafeHandle File => file;

        public Func<EvdevKeyState> ReadState => readState;

        public EvdevKeyDecoder Decoder => decoder;

        public bool IsGone { get; private set; }

        /// <summary>Reads what waits and decodes the whole events of it.</summary>
        public void Take()
        {
            var length = (int)EvdevNative.Read(file, ref _bytes[_kept], _bytes.Length - _kept);
            if (length <= 0)
            {
                IsGone = length == 0 || Marshal.GetLastPInvokeError() is not (EvdevNative.ErrorInterrupted or EvdevNative.ErrorAgain);
                return;
            }

            length += _kept;
            var at = 0;
            for (; length - at >= EvdevEvent.Length; at += EvdevEvent.Length)
            {
                decoder.Push(EvdevEvent.Read(_bytes.AsSpan(at)));
                if (decoder.NeedsState)
                {
                    decoder.Resume(readState());
                }
            }

            _bytes.AsSpan(at, length - at).CopyTo(_bytes);
            _kept = length - at;
        }
    }
}
