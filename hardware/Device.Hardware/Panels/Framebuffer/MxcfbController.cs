using System.Buffers.Binary;
using Device.Core.Screen;
using Device.Hardware.Panels.Kernel;
using Microsoft.Extensions.Logging;

namespace Device.Hardware.Panels.Framebuffer;

/// <summary>Sends updates and waits for them, in the form that the kernel at hand takes. One caller at a time.</summary>
internal sealed class MxcfbController(
    IKernelDevice device, IBlockingCalls blocking, MxcfbTable table, WaveformTable waveforms, TimeProvider time, ILogger logger, uint firstMarker)
{
    // MXCFB_WAIT_FOR_UPDATE_COMPLETE: with the collision test (i.MX7 and later), the plain marker, and the one of the 6SL kernels.
    private static readonly uint[] WaitRequests = [0xC008_462F, 0x4004_462F, 0xC008_4635];

    private static readonly MxcfbLayout[] Layouts =
        [MxcfbLayout.V2, MxcfbLayout.Ntx, MxcfbLayout.V1, MxcfbLayout.KindleRex, MxcfbLayout.KindleZelda];

    // More than the EPDC has engines; of more, the oldest is over.
    private const int MostOpen = 64;

    private readonly List<uint> _open = new(MostOpen);
    private readonly byte[] _update = new byte[MxcfbUpdate.MostBytes];
    private readonly byte[] _wait = new byte[8];
    private readonly ExpectedEnd _end = new(time);
    private MxcfbLayout _layout;
    private uint _waitRequest;
    private uint _last;
    private Task<int>? _fence;
    private uint _fenceMarker;
    private long _timeouts;

    /// <summary>Waits that the kernel gave up; each was taken as done.</summary>
    internal long Timeouts => Interlocked.Read(ref _timeouts);

    internal MxcfbLayout Layout => _layout;

    internal uint WaitRequest => _waitRequest;

    /// <summary>The marker after another: 1 to 2^32 - 1, never 0.</summary>
    internal static uint Next(uint marker) => marker == uint.MaxValue ? 1 : marker + 1;

    /// <summary>
    /// Finds the forms that the kernel takes, by an update that changes nothing. The request's number holds the structure's
    /// length, and a number it does not know is refused.
    /// </summary>
    /// <exception cref="IOException">It takes none.</exception>
    internal async ValueTask StartAsync(int step, CancellationToken cancellationToken)
    {
        _last = firstMarker;
        var update = new MxcfbUpdate(
            new PixelRect(0, 0, step, step), waveforms.Resolve(Waveform.Du).Number, false, Advance(), table.Temperature, 0, Number(Waveform.Du), Number(Waveform.Gc16));
        var answer = 0;
        _layout = MxcfbLayout.Auto;
        foreach (var layout in table.Layout == MxcfbLayout.Auto ? Layouts : [table.Layout])
        {
            answer = Send(layout, update);
            if (answer >= 0)
            {
                _layout = layout;
                break;
            }
        }

        if (_layout == MxcfbLayout.Auto)
        {
            throw new IOException(
                $"{device.Path}: MXCFB_SEND_UPDATE is refused in the form {table.Layout}: {Errno.Describe(answer)}; an i.MX EPDC was expected");
        }

        foreach (var request in WaitRequests)
        {
            _waitRequest = request;
            answer = await blocking.RunAsync(() => WaitFor(_last)).WaitAsync(cancellationToken);
            if (!Errno.IsUnknownRequest(answer))
            {
                break;
            }

            _waitRequest = 0;
        }

        if (_waitRequest == 0)
        {
            MxcfbLog.CannotWait(logger, device.Path);
        }

        _end.Add(WaveformTimes.Of(Waveform.Du));
        Note(_last, answer);
    }

    /// <summary>Sends an update, after what has to be over first.</summary>
    /// <param name="area">Where.</param>
    /// <param name="choice">How.</param>
    /// <param name="isFull">Whether pixels that stay the same are driven too.</param>
    /// <param name="temperature">Degrees, or null for the sensor.</param>
    /// <param name="flags">EPDC_FLAG_….</param>
    /// <param name="isWholePanel">Whether the area is the whole panel.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask UpdateAsync(
        PixelRect area, WaveformChoice choice, bool isFull, int? temperature, uint flags, bool isWholePanel, CancellationToken cancellationToken)
    {
        // REAGL works out ghosts from the whole region, so that kernels want it full; it does not flash.
        var isReagl = choice.Waveform is Waveform.Glr16 or Waveform.Gld16;
        if (_fence is not null)
        {
            await FenceAsync(cancellationToken);
        }

        if ((isReagl || choice.Waveform is Waveform.Gc16 or Waveform.Init || (isFull && isWholePanel)) && _open.Contains(_last))
        {
            Begin(_last);
            await FenceAsync(cancellationToken);
        }

        var marker = Advance();
        var grey = isReagl ? choice.Number : Number(Waveform.Gc16);
        var answer = Send(_layout, new MxcfbUpdate(
            area, choice.Number, isFull || isReagl, marker, temperature ?? table.Temperature, flags, isReagl ? choice.Number : Number(Waveform.Du), grey));
        if (answer < 0)
        {
            throw new IOException($"{device.Path}: update of {area} with waveform {choice.Number} ({choice.Waveform}) was refused: {Errno.Describe(answer)}");
        }

        if (_open.Count == MostOpen)
        {
            _open.RemoveAt(0);
        }

        _open.Add(marker);
        _end.Add(WaveformTimes.Of(choice.Waveform));
        if (isFull || isReagl)
        {
            // A full update is always seen to its end before the next one is sent.
            Begin(marker);
        }
    }

    /// <summary>Waits until every update is over. Never twice for one marker.</summary>
    internal async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        if (_fence is not null)
        {
            await FenceAsync(cancellationToken);
        }

        while (_open.Count > 0)
        {
            Begin(_open[0]);
            await FenceAsync(cancellationToken);
        }
    }

    private int Number(Waveform waveform) => waveforms.Resolve(waveform).Number;

    private uint Advance() => _last = Next(_last);

    private int Send(MxcfbLayout layout, MxcfbUpdate update)
    {
        var length = update.Encode(layout, _update);
        return device.Control(MxcfbUpdate.Request(layout), _update.AsSpan(0, length));
    }

    private void Begin(uint marker)
    {
        _open.Remove(marker);
        _fenceMarker = marker;
        _fence = _waitRequest == 0 ? RestAsync() : blocking.RunAsync(() => WaitFor(marker));
    }

    private async Task<int> RestAsync()
    {
        await _end.WaitAsync(CancellationToken.None);
        return 0;
    }

    private async ValueTask FenceAsync(CancellationToken cancellationToken)
    {
        var answer = await _fence!.WaitAsync(cancellationToken);
        _fence = null;
        Note(_fenceMarker, answer);
    }

    private void Note(uint marker, int answer)
    {
        if (answer == -Errno.TimedOut)
        {
            MxcfbLog.TimedOut(logger, device.Path, marker, Interlocked.Increment(ref _timeouts));
        }
    }

    /// <summary>The blocking wait. The structure is as long as the longest form: some kernels write it back though they read a word.</summary>
    private int WaitFor(uint marker)
    {
        _wait.AsSpan().Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(_wait, marker);
        return device.Control(_waitRequest, _wait);
    }
}
