using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>
/// The panel's pixels: what each shows, what it is to show, and which drive moves it. A pixel that is being driven takes no
/// other target until the drive ends. Not thread-safe.
/// </summary>
internal sealed class PanelPixels(PanelCapabilities panel, int engines, float ghost, int seed)
{
    private readonly byte[] _target = White(panel);
    private readonly byte[] _shown = White(panel);
    private readonly byte[] _slot = new byte[panel.Width * panel.Height];
    private readonly Drive?[] _drives = new Drive?[engines + 1];
    private readonly DriveMix[] _mixes = new DriveMix[engines + 1];

    /// <summary>Drives under way.</summary>
    internal int Active { get; private set; }

    /// <summary>Grey levels that white loses to a wrong common voltage; 0 when it is right.</summary>
    internal double Drift { get; set; }

    /// <summary>One bit per engine that drives, the first 64 of them.</summary>
    internal ulong Engines
    {
        get
        {
            var bits = 0UL;
            for (var engine = 1; engine < Math.Min(_drives.Length, 65); engine++)
            {
                bits |= _drives[engine] is null ? 0 : 1UL << (engine - 1);
            }

            return bits;
        }
    }

    /// <summary>Whether an engine is free.</summary>
    internal bool HasEngine => Active < engines;

    internal IEnumerable<Drive> Drives => _drives.Where(d => d is not null).Select(d => d!.Value);

    /// <summary>When the first drive under way ends.</summary>
    internal long FirstEnd => Drives.Min(d => d.End);

    /// <summary>When the last drive under way ends.</summary>
    internal long LastEnd => Drives.Max(d => d.End);

    /// <summary>Whether a region can be given new targets now; <c>all</c> says that pixels that stay the same are driven too.</summary>
    internal bool IsFree(PixelRect region, ReadOnlySpan<byte> grey, int stride, Waveform waveform, bool all)
    {
        if (Active == 0)
        {
            return true;
        }

        for (var y = 0; y < region.Height; y++)
        {
            var at = ((region.Y + y) * panel.Width) + region.X;
            var busy = _slot.AsSpan(at, region.Width);
            if (!busy.ContainsAnyExcept((byte)0))
            {
                continue;
            }

            for (var x = 0; x < region.Width; x++)
            {
                if (busy[x] != 0
                    && (all || TargetOf(grey[(y * stride) + x], _target[at + x], waveform) != _target[at + x]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>
    /// Starts a drive on a free region while an engine is free. <c>all</c> drives pixels that stay the same too, <c>occupies</c>
    /// takes an engine even when no pixel has to move.
    /// </summary>
    /// <returns>How many pixels have a new target, and the box around the driven ones: empty when nothing has to move.</returns>
    internal (int Changed, PixelRect Driven) Begin(
        PixelRect region, ReadOnlySpan<byte> grey, int stride, Waveform waveform, long start, long end, bool all, bool occupies)
    {
        var engine = (byte)Array.FindIndex(_drives, 1, d => d is null);
        var (changed, left, top, right, bottom) = (0, int.MaxValue, int.MaxValue, -1, -1);
        for (var y = 0; y < region.Height; y++)
        {
            var at = ((region.Y + y) * panel.Width) + region.X;
            for (var x = 0; x < region.Width; x++)
            {
                var target = TargetOf(grey[(y * stride) + x], _target[at + x], waveform);
                var isNew = target != _target[at + x];
                if (isNew || all)
                {
                    changed += isNew ? 1 : 0;
                    (_target[at + x], _slot[at + x]) = (target, engine);
                    (left, right) = (Math.Min(left, x), Math.Max(right, x));
                    (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
                }
            }
        }

        if (right < 0)
        {
            if (occupies)
            {
                _drives[engine] = new Drive(region with { Width = 0, Height = 0 }, waveform, start, end);
                Active++;
            }

            return (0, default);
        }

        var driven = new PixelRect(region.X + left, region.Y + top, right - left + 1, bottom - top + 1);
        _drives[engine] = new Drive(driven, waveform, start, end);
        Active++;
        return (changed, driven);
    }

    /// <summary>Ends the drives that are done.</summary>
    /// <param name="now">The time stamp.</param>
    /// <param name="ended">Is told each region that came to rest.</param>
    internal void Advance(long now, Action<PixelRect> ended)
    {
        for (var engine = 1; engine < _drives.Length && Active > 0; engine++)
        {
            if (_drives[engine] is { } drive && drive.End <= now)
            {
                Settle(drive, (byte)engine);
                _drives[engine] = null;
                Active--;
                ended(drive.Region);
            }
        }
    }

    /// <summary>Tells the controller what it is to think a region shows, without driving it.</summary>
    internal void Believe(PixelRect region, ReadOnlySpan<byte> grey, int stride)
    {
        for (var y = 0; y < region.Height; y++)
        {
            for (var x = 0; x < region.Width; x++)
            {
                _target[((region.Y + y) * panel.Width) + region.X + x] = Nearest(grey[(y * stride) + x], panel.GreyLevels);
            }
        }
    }

    /// <summary>Power is cut: every pixel stays where it is on its way.</summary>
    internal void Stop(long now)
    {
        Render(new PixelRect(0, 0, panel.Width, panel.Height), now, _shown);
        Array.Clear(_slot);
        Array.Clear(_drives);
        Active = 0;
    }

    /// <summary>What a person would see.</summary>
    internal void Render(PixelRect region, long now, Span<byte> grey)
    {
        for (var engine = 1; engine < _drives.Length; engine++)
        {
            _mixes[engine] = _drives[engine]?.At(now) ?? default;
        }

        for (var y = 0; y < region.Height; y++)
        {
            var at = ((region.Y + y) * panel.Width) + region.X;
            var row = grey.Slice(y * region.Width, region.Width);
            _shown.AsSpan(at, region.Width).CopyTo(row);
            var slots = _slot.AsSpan(at, region.Width);
            for (var x = slots.IndexOfAnyExcept((byte)0); x >= 0 && x < row.Length; x++)
            {
                if (slots[x] != 0)
                {
                    row[x] = _mixes[slots[x]].Of(row[x], _target[at + x]);
                }
            }
        }
    }

    /// <summary>What the panel was asked to show.</summary>
    internal byte[] CopyTarget() => [.. _target];

    private static byte[] White(PanelCapabilities panel)
    {
        var pixels = new byte[panel.Width * panel.Height];
        Array.Fill(pixels, (byte)255);
        return pixels;
    }

    /// <summary>The grey a waveform brings a pixel to; the old target where the waveform cannot move it.</summary>
    private byte TargetOf(byte grey, byte old, Waveform waveform) => waveform switch
    {
        // Direct update leaves pixels alone whose new grey is neither black nor white.
        Waveform.Du => Nearest(grey, panel.GreyLevels) is 0 or 255 ? Nearest(grey, panel.GreyLevels) : old,
        Waveform.A2 => old is 0 or 255 ? Nearest(grey, 2) : old,
        Waveform.Du4 => Nearest(grey, Math.Min(4, panel.GreyLevels)),
        _ => Nearest(grey, panel.GreyLevels),
    };

    private static byte Nearest(byte grey, int levels)
    {
        var step = 255 / (levels - 1);
        return (byte)((grey + (step / 2)) / step * step);
    }

    private void Settle(Drive drive, byte engine)
    {
        var residue = WaveformTable.ResidueOf(drive.Waveform) * ghost;
        for (var y = drive.Region.Y; y < drive.Region.Bottom; y++)
        {
            var at = (y * panel.Width) + drive.Region.X;
            for (var x = 0; x < drive.Region.Width; x++)
            {
                if (_slot[at + x] == engine)
                {
                    _slot[at + x] = 0;
                    var missed = residue <= 0 ? 0 : (_shown[at + x] - _target[at + x]) * residue * Unevenness(at + x);
                    var dark = Drift * _target[at + x] / 255;
                    _shown[at + x] = (byte)Math.Clamp(_target[at + x] + missed - dark, 0, 255);
                }
            }
        }
    }

    /// <summary>½ to 1½, always the same for a pixel and a seed.</summary>
    private float Unevenness(int pixel)
    {
        var hash = (uint)pixel ^ ((uint)seed * 0x9E3779B9u);
        hash = (hash ^ (hash >> 16)) * 0x7FEB352Du;
        hash = (hash ^ (hash >> 15)) * 0x846CA68Bu;
        return 0.5f + ((hash >> 16) / 65536f);
    }
}
