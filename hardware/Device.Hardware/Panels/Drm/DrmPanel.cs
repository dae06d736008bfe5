using System.Runtime.InteropServices;
using Device.Core.Screen;
using Device.Hardware.Panels.Kernel;

namespace Device.Hardware.Panels.Drm;

/// <summary>
/// A display behind the kernel's mode setting (DRM/KMS), as the LCDs of learning machines are, through plain memory ("dumb
/// buffer"): what is written is shown at the display's next refresh. Needs no library. Any thread.
/// </summary>
public sealed class DrmPanel : IPanel
{
    private const string Folder = "/dev/dri";
    private const int MostMemory = 256 << 20;

    private readonly Lock _gate = new();
    private readonly IKernelDevice _device;
    private readonly DrmCard _card;
    private readonly DrmOutput _output;
    private readonly PanelFrame _frame;
    private readonly DrmStructures.CreateDumb _buffer;
    private readonly uint _picture;
    private readonly Memory<byte> _memory;
    private bool _mustFlush = true;
    private bool _isDisposed;

    internal DrmPanel(PanelCapabilities panel, IKernelDevice device, DrmOptions options)
    {
        OptionCheck.ThrowIfAny("drm", options.Validate());
        (Capabilities, _device) = (panel, device);
        _frame = new PanelFrame(panel, options.Rotation);
        _card = new DrmCard(device);
        _output = Choose(options);

        // Another program may have been the first to open the card, such as a boot splash that is over by now; where this is
        // refused, showing the picture will say why.
        _ = _card.BecomeMaster();
        _buffer = _card.CreateBuffer(_frame.Width, _frame.Height);
        if (_buffer.Pitch < _frame.Width * 4L || _buffer.Size < (ulong)_buffer.Pitch * (ulong)_frame.Height || _buffer.Size > MostMemory)
        {
            throw new IOException($"{device.Path} ({_card.Driver}) made a buffer of {_buffer.Size} bytes, {_buffer.Pitch} a row, for {_frame.Width}x{_frame.Height} pixels of 4 bytes");
        }

        _picture = _card.AddPicture(_buffer);
        _memory = device.Map((int)_buffer.Size, _card.FindBuffer(_buffer.Handle));
        Write(_frame.Bounds);
        _card.Demand($"show a picture on {_output.Name}", _card.Show(_output, _picture));
        Flush(_frame.Bounds);
    }

    /// <inheritdoc/>
    public PanelCapabilities Capabilities { get; }

    /// <summary>The connector that the display hangs on, such as <c>DSI-1</c>.</summary>
    public string Connector => _output.Name;

    /// <summary>The kernel driver's name.</summary>
    public string Driver => _card.Driver;

    /// <summary>Opens the display that the options name, or the first that has the panel's size, and shows white.</summary>
    /// <param name="panel">The panel as the product sees it, turned.</param>
    /// <param name="options">Which and how.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">No card has a display of that size, or another program shows its picture there; the message lists what was found.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it: see the udev rules in firmware/image.</exception>
    public static DrmPanel Open(PanelCapabilities panel, DrmOptions options)
    {
        OptionCheck.ThrowIfAny("drm", options.Validate());
        if (options.Device.Length > 0)
        {
            return OpenCard(panel, options, options.Device);
        }

        var cards = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "card*") : [];
        Array.Sort(cards, StringComparer.Ordinal);
        var refusals = new List<Exception>();
        foreach (var card in cards)
        {
            try
            {
                return OpenCard(panel, options, card);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                refusals.Add(e);
            }
        }

        throw refusals.Count == 1 ? refusals[0] : new IOException(
            $"None of {cards.Length} graphics cards in {Folder} shows the panel: {string.Join("; ", refusals.Select(r => r.Message))}", refusals.FirstOrDefault());
    }

    /// <inheritdoc/>
    public ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        _frame.Check(region, grey.Length, stride);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var place = _frame.Write(region, grey.Span, stride);
            Write(place);
            Flush(place);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return default;
    }

    /// <summary>Switches the display on or off; with the picture it had.</summary>
    /// <param name="isOn">Whether it is to show its picture.</param>
    /// <returns>Whether the kernel did it.</returns>
    public bool TrySetPower(bool isOn)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var isDone = _card.Show(_output, isOn ? _picture : null) >= 0;
            if (isDone && isOn)
            {
                Flush(_frame.Bounds);
            }

            return isDone;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _card.RemovePicture(_picture);
                _card.DestroyBuffer(_buffer.Handle);
                _card.DropMaster();
                _device.Dispose();
            }
        }

        return default;
    }

    private static DrmPanel OpenCard(PanelCapabilities panel, DrmOptions options, string path)
    {
        var device = LinuxDevice.Open(path);
        try
        {
            return new DrmPanel(panel, device, options);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    private DrmOutput Choose(DrmOptions options)
    {
        if (options.Driver.Length > 0 && options.Driver != _card.Driver)
        {
            throw new IOException($"{_device.Path} is driven by {_card.Driver}, {options.Driver} expected");
        }

        var found = new List<string>();
        var outputs = _card.FindOutputs(_frame.Width, _frame.Height, found);
        var output = outputs.Find(o => options.Connector.Length == 0 || o.Name == options.Connector) ?? throw new IOException(
            $"{_device.Path} has no display of the board's panel, turned {_frame.Width}x{_frame.Height}, on {(options.Connector.Length == 0 ? "any connector" : options.Connector)}; it has {(found.Count == 0 ? "no connectors" : string.Join(", ", found))}");
        return _card.HasDumbBuffers ? output : throw new IOException($"{_device.Path} ({_card.Driver}) cannot show plain memory (no dumb buffers)");
    }

    private void Write(PixelRect area)
    {
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var from = _frame.Row(area.X, y)[..area.Width];
            var to = MemoryMarshal.Cast<byte, uint>(_memory.Span.Slice((int)(y * _buffer.Pitch) + (area.X * 4), area.Width * 4));
            for (var x = 0; x < from.Length; x++)
            {
                to[x] = from[x] * 0x01_0101u;
            }
        }
    }

    private void Flush(PixelRect area)
    {
        if (!_mustFlush)
        {
            return;
        }

        var answer = _card.Flush(_picture, new DrmStructures.Clip
        {
            Left = (ushort)area.X,
            Top = (ushort)area.Y,
            Right = (ushort)area.Right,
            Bottom = (ushort)area.Bottom,
        });

        // Drivers whose displays read the memory all the time have nothing to do here and say that they do not know it.
        _mustFlush = answer is not (-Errno.NotImplemented or -Errno.NotTypewriter);
        if (_mustFlush)
        {
            _card.Demand("show what has changed", answer);
        }
    }
}
