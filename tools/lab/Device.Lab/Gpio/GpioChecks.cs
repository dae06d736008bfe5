using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using Device.Core.Power;
using Device.Hardware.Buttons;

namespace Device.Lab.Gpio;

/// <summary>Pins of the machine's PL061, whose line 3 is the emulator's power button.</summary>
internal static class GpioChecks
{
    private const string Chip = "/dev/gpiochip0";
    private const int PowerLine = 3;
    private const int FreeLine = 5;

    public static IReadOnlyList<LabCheck> All =>
    [
        new("gpio-default-driver-works", DriversAsync),
        new("gpio-line-reads-back-what-was-written", LevelAsync),
        new("gpio-line-belongs-to-one-program", OwnerAsync),
        new("gpio-edges-come-by-interrupt", EventsAsync),
        new("gpio-key-on-a-line-is-felt", EdgeAsync),
    ];

    private static Task<string> DriversAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        var found = new List<string>();
#pragma warning disable SDGPIO0001 // The driver of the second libgpiod is asked whether it is there, no more.
        (string Name, Func<GpioController> Make)[] drivers =
        [
            ("default", () => new GpioController()),
            ("libgpiod 2", () => new GpioController(new LibGpiodV2Driver(0))),
            ("libgpiod 1", () => new GpioController(new LibGpiodDriver(0))),
            ("sysfs", () => new GpioController(new SysFsDriver())),
        ];
#pragma warning restore SDGPIO0001
        var isUsable = false;
        foreach (var (name, make) in drivers)
        {
            try
            {
                using var controller = make();
                controller.OpenPin(FreeLine, PinMode.Output);
                controller.Write(FreeLine, PinValue.High);
                var isHigh = controller.Read(FreeLine) == PinValue.High;
                controller.ClosePin(FreeLine);
                isUsable |= isHigh && name == "default";
                found.Add($"{name}: {(isHigh ? "works" : "does not read back")} ({controller.QueryComponentInformation().Name})");
            }
#pragma warning disable CA1031 // What a driver throws where its library is missing is the answer.
            catch (Exception e)
#pragma warning restore CA1031
            {
                found.Add($"{name}: {e.GetType().Name} {e.Message.Split('.')[0]}");
            }
        }

        var said = string.Join("; ", found);
        Expect.That(isUsable, said);
        return Task.FromResult(said);
    }

    private static Task<string> LevelAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        using var controller = new GpioController();
        controller.OpenPin(FreeLine, PinMode.Output, PinValue.Low);
        foreach (var value in new[] { PinValue.High, PinValue.Low, PinValue.High })
        {
            controller.Write(FreeLine, value);
            Expect.Same("level", value, controller.Read(FreeLine));
        }

        controller.ClosePin(FreeLine);
        controller.OpenPin(FreeLine + 1, PinMode.Input);
        Expect.Same("level of a line that nothing pulls", PinValue.Low, controller.Read(FreeLine + 1));
        return Task.FromResult("high, low, high; an input that nothing pulls is low");
    }

    private static async Task<string> OwnerAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        using var first = new GpioController();
        first.OpenPin(FreeLine, PinMode.Output);
        using var second = new GpioController();
        var error = await Expect.ThrowsAsync<Exception>("opening a line that is in use", () =>
        {
            second.OpenPin(FreeLine, PinMode.Input);
            return Task.CompletedTask;
        });
        return $"{error.GetType().Name}: {error.Message}";
    }

    private static async Task<string> EdgeAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        var options = new GpioButtonsOptions
        {
            Keys = [new GpioKeyOptions { Pin = PowerLine, Role = ButtonRole.Power, IsPullUp = false, HasExternalResistor = true }],

            // Slower than the check: what is felt comes by the interrupt.
            PollInterval = 5_000,
        };
        using var keys = new GpioKeys(options, timeProvider: bench.Time);
        await using var events = keys.ReadAllAsync(ct).GetAsyncEnumerator(ct);
        var felt = events.MoveNextAsync().AsTask();

        var presses = await PowerButton.PressAsync(
            bench, felt, () => $"changes that no interrupt told of: {keys.LostEdges}, readings that failed: {keys.FailedReadings}", ct);
        Expect.That(await felt, "the keys ended");
        Expect.Same("event", DeviceEventKind.PowerKey, events.Current.Kind);
        return $"the emulator's button pulled line {PowerLine}, press {presses} was felt; changes that no interrupt told of: {keys.LostEdges}";
    }

    private static async Task<string> EventsAsync(LabBench bench, CancellationToken ct)
    {
        Need();
        using var controller = new GpioController();
        controller.OpenPin(PowerLine, PinMode.Input);
        var (rising, falling) = (0, 0);
        controller.RegisterCallbackForPinValueChangedEvent(PowerLine, PinEventTypes.Rising | PinEventTypes.Falling, (_, args) =>
            _ = args.ChangeType == PinEventTypes.Rising ? Interlocked.Increment(ref rising) : Interlocked.Increment(ref falling));
        var presses = await PowerButton.PressAsync(
            bench, bench.UntilAsync("both edges", () => rising >= 1 && falling >= 1, ct, 60), () => $"{rising} rising and {falling} falling edges", ct);
        return $"{rising} rising and {falling} falling edges of {presses} presses";
    }

    private static void Need()
    {
        if (!File.Exists(Chip))
        {
            throw new LabSkipException($"this kernel has no {Chip}");
        }
    }
}
