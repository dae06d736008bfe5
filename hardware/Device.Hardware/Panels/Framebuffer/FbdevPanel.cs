using Device.Core.Screen;
using Device.Hardware.Panels.Kernel;

namespace Device.Hardware.Panels.Framebuffer;

/// <summary>A display on a plain Linux frame buffer: what is written is shown at once. For LCDs. Any thread.</summary>
public sealed class FbdevPanel : IPanel
{
    private const uint SetBlank = 0x4611;
    private const int PowerOff = 4;

    private readonly Lock _gate = new();
    private readonly IKernelDevice _device;
    private readonly PanelFrame _frame;
    private readonly FramebufferPixels _pixels;
    private bool _isDisposed;

    internal FbdevPanel(PanelCapabilities panel, IKernelDevice device, FbdevOptions options)
    {
        OptionCheck.ThrowIfAny("fbdev", options.Validate());
        (Capabilities, _device) = (panel, device);
        _frame = new PanelFrame(panel, options.Rotation);
        _pixels = new FramebufferPixels(device, _frame);
    }

    /// <inheritdoc/>
    public PanelCapabilities Capabilities { get; }

    /// <summary>Opens the frame buffer that the options name.</summary>
    /// <param name="panel">The panel as the product sees it, turned.</param>
    /// <param name="options">Which and how.</param>
    /// <returns>The driver.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="IOException">There is no such frame buffer, its format is not supported, or its size is another.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not open it.</exception>
    public static FbdevPanel Open(PanelCapabilities panel, FbdevOptions options)
    {
        OptionCheck.ThrowIfAny("fbdev", options.Validate());
        var device = LinuxDevice.Open(options.Device);
        try
        {
            return new FbdevPanel(panel, device, options);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        _frame.Check(region, grey.Length, stride);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _pixels.Write(_frame, _frame.Write(region, grey.Span, stride));
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return default;
    }

    /// <summary>Switches the display on or off. Not every kernel driver can.</summary>
    /// <param name="isOn">Whether it is to show its picture.</param>
    /// <returns>Whether the kernel did it.</returns>
    public bool TrySetPower(bool isOn)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _device.Control(SetBlank, isOn ? 0 : PowerOff) >= 0;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _device.Dispose();
        }

        return default;
    }
}
