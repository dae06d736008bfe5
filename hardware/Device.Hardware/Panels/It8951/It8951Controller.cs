using System.Runtime.CompilerServices;
using Device.Core.Screen;

namespace Device.Hardware.Panels.It8951;

/// <summary>
/// What the chip can do, command by command. Holds no picture. One caller at a time. A command that has begun is not cancelled,
/// since the chip would take the next one for its arguments; every wait for HRDY is bounded.
/// </summary>
internal sealed class It8951Controller(It8951Bus bus, It8951Options options, TimeProvider time) : IDisposable
{
    /// <summary>Regions that the chip drives at once.</summary>
    internal const int MostEngines = 16;

    // A read that noise has touched does not come out the same twice.
    private const int MostReads = 6;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    private readonly List<PixelRect> _driven = new(MostEngines);
    private readonly ushort[] _value = new ushort[1];
    private byte[] _row = [];

    /// <summary>What the chip said of itself; null before the first start.</summary>
    internal It8951DeviceInfo? Info { get; private set; }

    /// <summary>Whether the image buffer is taken for one bit a pixel.</summary>
    internal bool IsBitmap { get; private set; }

    /// <summary>Whether some region may still be driven. Ask <see cref="PollAsync"/> for the truth.</summary>
    internal bool IsDriving => _driven.Count > 0;

    /// <summary>Whether no engine is left for another region.</summary>
    internal bool IsFull => _driven.Count >= MostEngines;

    public void Dispose() => bus.Dispose();

    /// <summary>Resets the chip and sets it up.</summary>
    internal async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await bus.ResetAsync(cancellationToken);
        await bus.CommandAsync(It8951Command.SystemRun);
        Info = It8951DeviceInfo.Parse(await ReadInfoAsync());
        await SetUpAsync();
    }

    /// <summary>Finds out whether the chip has kept what it was told at the start.</summary>
    /// <exception cref="It8951Exception">It has not: it was reset by itself.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask VerifyAsync()
    {
        if (await ReadAsync(It8951Register.PackedWrite) is var packed and not 1)
        {
            throw new It8951Exception($"IT8951: the controller has lost its settings (I80CPCR 0x{packed:X4}, 0x0001 expected): it was reset by itself, check its supply");
        }
    }

    /// <summary>Wakes a sleeping chip. What sleep keeps differs, so everything is set again.</summary>
    internal async ValueTask WakeAsync()
    {
        await bus.CommandAsync(It8951Command.SystemRun);
        await SetUpAsync();
    }

    internal ValueTask StandbyAsync() => bus.CommandAsync(It8951Command.Standby);

    internal ValueTask SleepAsync() => bus.CommandAsync(It8951Command.Sleep);

    /// <summary>Whether a region touches one that may still be driven.</summary>
    internal bool Touches(PixelRect region)
    {
        foreach (var driven in _driven)
        {
            if (!driven.Intersect(region).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Asks which engines drive; forgets the regions when none does.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<ushort> PollAsync()
    {
        var engines = await ReadOnceAsync(It8951Register.BusyEngines);

        // The number changes by itself, but rest is believed only when it is said twice.
        if (engines == 0 && (engines = await ReadOnceAsync(It8951Register.BusyEngines)) == 0)
        {
            _driven.Clear();
        }

        return engines;
    }

    /// <summary>Waits until nothing is driven.</summary>
    /// <exception cref="It8951Exception">It takes too long.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask IdleAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var engines = await PollAsync(); engines != 0; engines = await PollAsync())
        {
            if (time.GetElapsedTime(start).TotalMilliseconds >= options.RefreshTimeout)
            {
                throw new It8951Exception(
                    $"IT8951: the panel was still being driven after {options.RefreshTimeout} ms (LUTAFSR 0x{engines:X4}, 0 expected) while HRDY was high: check the panel's power and its flex");
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>Enters or leaves the mode of one bit a pixel. Nothing may be driven.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask UseBitmapAsync(bool isBitmap)
    {
        if (IsBitmap == isBitmap)
        {
            return;
        }

        var mode = await ReadAsync(It8951Register.UpdateMode);
        await WriteAsync(It8951Register.UpdateMode, isBitmap ? mode | 4 : mode & ~4);
        if (isBitmap)
        {
            // A one is white, as in the maker's sample.
            await WriteAsync(It8951Register.BitmapGreys, options.BitmapOnesFromHighByte ? 0xF000 : 0x00F0);
        }

        IsBitmap = isBitmap;
    }

    /// <summary>Puts a region of the frame into the image buffer, in the present mode.</summary>
    /// <param name="frame">The pixels.</param>
    /// <param name="area">Aligned as the mode wants.</param>
    /// <param name="address">The image buffer.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask LoadAsync(PanelFrame frame, PixelRect area, uint address)
    {
        await WriteAsync(It8951Register.LoadAddressHigh, (int)(address >> 16));
        await WriteAsync(It8951Register.LoadAddressLow, (int)(address & 0xFFFF));

        // One bit a pixel is loaded as if every eight pixels were one of eight bits.
        var bits = IsBitmap ? 1 : options.BitsPerPixel;
        var format = bits switch { 2 => 0, 4 => 2, _ => 3 };
        await bus.CommandAsync(It8951Command.LoadImageArea);
        await bus.ArgumentAsync(((options.BigEndian ? 1 : 0) << 8) | (format << 4));
        await bus.ArgumentAsync(IsBitmap ? area.X / 8 : area.X);
        await bus.ArgumentAsync(area.Y);
        await bus.ArgumentAsync(IsBitmap ? area.Width / 8 : area.Width);
        await bus.ArgumentAsync(area.Height);
        var bytes = area.Width * bits / 8;
        if (_row.Length < bytes)
        {
            _row = new byte[frame.Width];
        }

        for (var y = area.Y; y < area.Bottom; y++)
        {
            Pack(frame.Row(area.X, y)[..area.Width], bits);
            await bus.PixelsAsync(_row.AsMemory(0, bytes));
        }

        await bus.FlushPixelsAsync();
        await bus.CommandAsync(It8951Command.LoadImageEnd);
    }

    /// <summary>Starts driving a region from an image buffer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask DisplayAsync(PixelRect area, int waveform, uint address)
    {
        var isOther = address != Info!.BufferAddress;
        await bus.CommandAsync(isOther ? It8951Command.DisplayBufferArea : It8951Command.DisplayArea);
        await bus.ArgumentAsync(area.X);
        await bus.ArgumentAsync(area.Y);
        await bus.ArgumentAsync(area.Width);
        await bus.ArgumentAsync(area.Height);
        await bus.ArgumentAsync(waveform);
        if (isOther)
        {
            await bus.ArgumentAsync((int)(address & 0xFFFF));
            await bus.ArgumentAsync((int)(address >> 16));
        }

        _driven.Add(area);
    }

    private async ValueTask SetUpAsync()
    {
        _driven.Clear();
        IsBitmap = false;
        await WriteAsync(It8951Register.PackedWrite, 1);
        if (options.StrongDrive)
        {
            await WriteAsync(It8951Register.DriveStrength, 0x0602);
        }

        var mode = await ReadAsync(It8951Register.UpdateMode);
        if ((mode & 4) != 0)
        {
            await WriteAsync(It8951Register.UpdateMode, mode & ~4);
        }

        // A reset brings the factory's value back, not the panel's.
        var millivolts = (int)Math.Round(-1000 * options.Vcom!.Value);
        await bus.CommandAsync(It8951Command.Vcom);
        await bus.ArgumentAsync(1);
        await bus.ArgumentAsync(millivolts);
        var found = -1;
        for (var reads = 0; reads < MostReads && found != millivolts; reads++)
        {
            await bus.CommandAsync(It8951Command.Vcom);
            await bus.ArgumentAsync(0);
            await bus.ReadAsync(_value);
            found = _value[0];
        }

        if (found != millivolts)
        {
            throw new It8951Exception($"IT8951: VCOM was set to {millivolts} mV and read back as {found} mV: check the SPI clock and the wiring");
        }
    }

    private async ValueTask<ushort[]> ReadInfoAsync()
    {
        var (words, before) = (new ushort[It8951DeviceInfo.Words], new ushort[It8951DeviceInfo.Words]);
        for (var reads = 0; reads < MostReads; reads++)
        {
            await bus.CommandAsync(It8951Command.GetDeviceInfo);
            await bus.ReadAsync(words);
            if (reads > 0 && words.AsSpan().SequenceEqual(before))
            {
                break;
            }

            words.CopyTo(before, 0);
        }

        // Never twice the same: what came last is judged like any other.
        return words;
    }

    private void Pack(ReadOnlySpan<byte> grey, int bits)
    {
        // In memory the first pixel lies in a byte's lowest bits; only big-endian words of greys are the other way round.
        if (options.BigEndian && bits != 1)
        {
            PixelPacking.HighFirst(grey, bits, _row);
            return;
        }

        PixelPacking.LowFirst(grey, bits, _row);
        if (!options.BigEndian)
        {
            PixelPacking.SwapPairs(_row.AsSpan(0, grey.Length * bits / 8));
        }
    }

    /// <summary>Reads a register that changes only when it is told to, until it says the same twice.</summary>
    /// <exception cref="It8951Exception">It never does.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ushort> ReadAsync(It8951Register register)
    {
        var value = await ReadOnceAsync(register);
        for (var reads = 1; reads < MostReads; reads++)
        {
            var again = await ReadOnceAsync(register);
            if (again == value)
            {
                return value;
            }

            value = again;
        }

        throw new It8951Exception($"IT8951: register 0x{(int)register:X4} was read {MostReads} times and never twice the same: check the SPI clock and the wiring");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ushort> ReadOnceAsync(It8951Register register)
    {
        await bus.CommandAsync(It8951Command.ReadRegister);
        await bus.ArgumentAsync((int)register);
        await bus.ReadAsync(_value);
        return _value[0];
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteAsync(It8951Register register, int value)
    {
        await bus.CommandAsync(It8951Command.WriteRegister);
        await bus.ArgumentAsync((int)register);
        await bus.ArgumentAsync(value);
    }
}
