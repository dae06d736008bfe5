using System.Runtime.CompilerServices;
using Device.Core.Screen;

namespace Device.Hardware.Panels.It8951;

/// <content>How a region gets onto the glass: as greys or as a bitmap, and when.</content>
public sealed partial class It8951Panel
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DrawAsync(PixelRect place, RefreshIntent intent, CancellationToken cancellationToken)
    {
        if (_isPictureUnknown || intent == RefreshIntent.DeepClean)
        {
            await CleanAsync(_isPictureUnknown ? _frame.Bounds : AlignGrey(place), cancellationToken);
            return;
        }

        if (_controller.IsDriving)
        {
            await _controller.PollAsync();
        }

        var choice = _table.Choose(intent);
        var area = AlignGrey(place);
        var isBitmap = false;
        if (_options.InkAsBitmap && WaveformTimes.IsBilevel(choice.Waveform))
        {
            var step = _controller.Info!.BitmapAlignment;
            var patch = _frame.Align(place, step, 1);

            // One bit loses greys, and the mode changes only at rest: greys being driven elsewhere are not waited for.
            isBitmap = patch.Width % step == 0 && _frame.IsBilevel(patch)
                && (_controller.IsBitmap || !_controller.IsDriving || _controller.Touches(area));
            area = isBitmap ? patch : area;
        }

        var mayOverlap = isBitmap && _options.OverlapInk;
        if (_controller.IsDriving
            && (_options.WaitForIdle || _controller.IsFull || isBitmap != _controller.IsBitmap || (!mayOverlap && _controller.Touches(area))))
        {
            await _controller.IdleAsync(cancellationToken);
        }

        await _controller.UseBitmapAsync(isBitmap);
        var address = isBitmap ? _inkAddress : _controller.Info!.BufferAddress;
        await _controller.LoadAsync(_frame, area, address);
        await _controller.DisplayAsync(area, choice.Number, address);
    }

    /// <summary>Clears a region to white where the controller can, and then shows it with all its greys.</summary>
    private async ValueTask CleanAsync(PixelRect area, CancellationToken cancellationToken)
    {
        // Given up half-way, the panel is white or worse.
        _isPictureUnknown = true;
        await _controller.IdleAsync(cancellationToken);
        await _controller.UseBitmapAsync(false);
        var address = _controller.Info!.BufferAddress;
        await _controller.LoadAsync(_frame, area, address);
        if (_table.HasInit)
        {
            await _controller.DisplayAsync(area, _table.Resolve(Waveform.Init).Number, address);
            await _controller.IdleAsync(cancellationToken);
        }

        await _controller.DisplayAsync(area, _table.Resolve(Waveform.Gc16).Number, address);
        _isPictureUnknown = false;
    }

    private PixelRect AlignGrey(PixelRect place) => _frame.Align(place, _options.BitsPerPixel == 2 ? 8 : 4, 1);
}
