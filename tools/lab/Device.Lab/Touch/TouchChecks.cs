using Device.Core.Touch;
using Device.Hardware.Pen;
using Device.Hardware.Touch;
using Device.Lab.Input;

namespace Device.Lab.Touch;

/// <summary>Touch glass with slots, made in the kernel.</summary>
internal static class TouchChecks
{
    private const ushort Slot = 0x2F;
    private const ushort Major = 0x30;
    private const ushort X = 0x35;
    private const ushort Y = 0x36;
    private const ushort Tool = 0x37;
    private const ushort Tracking = 0x39;
    private const ushort BtnTouch = 0x14A;
    private const ushort BtnFinger = 0x145;
    private const int Palm = 2;

    public static IReadOnlyList<LabCheck> All =>
    [
        new("touch-fingers-are-followed", FingersAsync),
        new("touch-palm-of-the-kernel-is-told", PalmAsync),
        new("touch-that-lies-there-when-opened-is-seen", LiesAsync),
        new("touch-unplugged-is-cancelled", UnplugAsync),
        new("touch-events-lost-leave-no-finger-behind", LostAsync),
    ];

    private static async Task<string> FingersAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await PlugAsync(bench, ct);
        using var glass = EvdevTouchSource.Open(Options());
        var seen = new List<TouchContact>();
        device.Send(InputWord.Axis(Slot, 0), InputWord.Axis(Tracking, 7), InputWord.Axis(X, 1000), InputWord.Axis(Y, 2000), InputWord.Axis(Major, 800), InputWord.Key(BtnTouch, true));
        device.Send(InputWord.Axis(Slot, 1), InputWord.Axis(Tracking, 8), InputWord.Axis(X, 5000), InputWord.Axis(Y, 6000), InputWord.Axis(Major, 900));
        await UntilAsync(glass, seen, "two fingers", c => c.Count(x => x.Phase == TouchPhase.Down) == 2, ct);
        device.Send(InputWord.Axis(Slot, 0), InputWord.Axis(X, 1100));
        await UntilAsync(glass, seen, "a movement", c => c.Any(x => x.Phase == TouchPhase.Move), ct);
        device.Send(InputWord.Axis(Slot, 1), InputWord.Axis(Tracking, -1));
        device.Send(InputWord.Axis(Slot, 0), InputWord.Axis(Tracking, -1), InputWord.Key(BtnTouch, false));
        await UntilAsync(glass, seen, "both fingers to be lifted", c => c.Count(x => x.Phase == TouchPhase.Up) == 2, ct);
        var (first, second) = (seen.First(c => c.Phase == TouchPhase.Down), seen.Where(c => c.Phase == TouchPhase.Down).ElementAt(1));
        Expect.Near("x of the first finger", 10, first.X, 0.01);
        Expect.Near("y of the first finger", 20, first.Y, 0.01);
        Expect.Near("x of the second finger", 50, second.X, 0.01);
        Expect.Near("millimetres of the first contact", 8, first.Major, 0.05);
        Expect.Near("x of the first finger after it moved", 11, seen.First(c => c.Phase == TouchPhase.Move).X, 0.01);
        Expect.That(first.Id != second.Id, $"both fingers have the id {first.Id}");
        Expect.Same("the finger that is lifted first", second.Id, seen.First(c => c.Phase == TouchPhase.Up).Id);
        return $"two fingers, {seen.Count} reports; a contact of {first.Major:0.0} mm";
    }

    private static async Task<string> PalmAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await PlugAsync(bench, ct);
        using var glass = EvdevTouchSource.Open(Options());
        var seen = new List<TouchContact>();
        device.Send(InputWord.Axis(Slot, 0), InputWord.Axis(Tracking, 9), InputWord.Axis(Tool, Palm), InputWord.Axis(X, 1000), InputWord.Axis(Y, 2000), InputWord.Key(BtnTouch, true));
        await UntilAsync(glass, seen, "a contact", c => c.Count > 0, ct);
        Expect.That(seen[0].IsPalm, $"{seen[0]} is not held for a palm");
        return "MT_TOOL_PALM";
    }

    private static async Task<string> LiesAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await PlugAsync(bench, ct);
        device.Send(InputWord.Axis(Slot, 2), InputWord.Axis(Tracking, 4), InputWord.Axis(X, 3000), InputWord.Axis(Y, 4000), InputWord.Key(BtnTouch, true));
        using var glass = EvdevTouchSource.Open(Options());
        var seen = new List<TouchContact>();
        await UntilAsync(glass, seen, "the finger that lies there", c => c.Any(x => x.Phase == TouchPhase.Down), ct);
        Expect.Near("x", 30, seen[0].X, 0.01);

        // Without a slot: the kernel's slot is the one that was named last, before the device was opened.
        device.Send(InputWord.Axis(X, 3500));
        await UntilAsync(glass, seen, "its movement", c => c.Any(x => x.Phase == TouchPhase.Move && x.X > 34), ct);
        Expect.Same("contacts", 1, seen.Select(c => c.Id).Distinct().Count());
        return "EVIOCGMTSLOTS gives the contact, and its slot goes on";
    }

    private static async Task<string> UnplugAsync(LabBench bench, CancellationToken ct)
    {
        var device = await PlugAsync(bench, ct);
        using var glass = EvdevTouchSource.Open(Options());
        var seen = new List<TouchContact>();
        device.Send(InputWord.Axis(Slot, 0), InputWord.Axis(Tracking, 3), InputWord.Axis(X, 3000), InputWord.Axis(Y, 4000), InputWord.Key(BtnTouch, true));
        await UntilAsync(glass, seen, "a finger", c => c.Any(x => x.Phase == TouchPhase.Down), ct);
        device.Dispose();
        await UntilAsync(glass, seen, "its end", c => c.Any(x => x.Phase is TouchPhase.Cancel or TouchPhase.Up), ct);
        Expect.Same("its end", TouchPhase.Cancel, seen[^1].Phase);
        using var again = await PlugAsync(bench, ct);
        again.Send(InputWord.Axis(Slot, 0), InputWord.Axis(Tracking, 5), InputWord.Axis(X, 6000), InputWord.Axis(Y, 4000), InputWord.Key(BtnTouch, true));
        await UntilAsync(glass, seen, "a finger on the glass that came back", c => c.Any(x => x.X > 59), ct);
        return "cancelled, not lifted; the glass that came back goes on";
    }

    private static async Task<string> LostAsync(LabBench bench, CancellationToken ct)
    {
        using var device = await PlugAsync(bench, ct);
        var options = Options();
        options.QueueCapacity = 64;
        using var glass = EvdevTouchSource.Open(options);
        for (var i = 0; i < 1000; i++)
        {
            device.Send(InputWord.Axis(Slot, i % 5), InputWord.Axis(Tracking, 100 + i), InputWord.Axis(X, 1000 + i), InputWord.Axis(Y, 2000), InputWord.Key(BtnTouch, true));
            device.Send(InputWord.Axis(Slot, (i + 2) % 5), InputWord.Axis(Tracking, -1));
        }

        for (var slot = 0; slot < 5; slot++)
        {
            device.Send(InputWord.Axis(Slot, slot), InputWord.Axis(Tracking, -1));
        }

        device.Send(InputWord.Axis(Slot, 7), InputWord.Axis(Tracking, 9999), InputWord.Axis(X, 9000), InputWord.Axis(Y, 2000));
        var seen = new List<TouchContact>();
        await UntilAsync(glass, seen, "the last finger", c => c.Any(x => x.X > 89), ct);
        Expect.That(glass.Drops > 0, "the kernel lost nothing: its buffer is larger than thought");
        var down = new HashSet<int>();
        foreach (var contact in seen)
        {
            if (contact.Phase == TouchPhase.Down)
            {
                Expect.That(down.Add(contact.Id), $"{contact} came down twice");
            }
            else if (contact.Phase is TouchPhase.Up or TouchPhase.Cancel)
            {
                Expect.That(down.Remove(contact.Id), $"{contact} was not down");
            }
        }

        Expect.Same("fingers that are down", 1, down.Count);
        return $"{glass.Drops} losses, {seen.Count} contacts told, one finger down at the end as it is";
    }

    private static async Task UntilAsync(EvdevTouchSource glass, List<TouchContact> seen, string what, Func<List<TouchContact>, bool> holds, CancellationToken ct)
    {
        var buffer = new TouchContact[64];
        while (!holds(seen))
        {
            int count;
            try
            {
                count = await glass.ReadAsync(buffer, ct);
            }
            catch (OperationCanceledException)
            {
                throw new LabException($"{what} did not come; seen: {string.Join(", ", seen.TakeLast(4))}");
            }

            Expect.That(count > 0, $"the glass was gone before {what}");
            seen.AddRange(buffer.AsSpan(0, count));
        }
    }

    private static EvdevTouchOptions Options() => new() { Calibration = PenCalibration.Upright(100, 150) };

    private static Task<UinputDevice> PlugAsync(LabBench bench, CancellationToken ct) => UinputDevice.PlugAsync(
        bench,
        "lab glass",
        [BtnTouch, BtnFinger],
        [
            new(0, 0, 10_000, 100), new(1, 0, 15_000, 100), new(Slot, 0, 9), new(Major, 0, 10_000, 100), new(X, 0, 10_000, 100), new(Y, 0, 15_000, 100),
            new(Tool, 0, 2), new(Tracking, 0, 65_535),
        ],
        ct,
        properties: [1]);
}
