using System.Device.Gpio;
using CsCheck;
using Device.Core.Power;
using Device.Hardware.Buttons;
using Device.Hardware.Simulated.Buttons;
using Microsoft.Extensions.Time.Testing;

namespace Device.Hardware.Tests.Buttons;

public sealed class GpioKeysTests : IDisposable
{
    private const int PowerPin = 4;
    private const int ForwardPin = 5;
    private const int LidPin = 6;

    private static readonly GpioButtonsOptions Options = new()
    {
        Keys =
        [
            new() { Pin = PowerPin, Role = ButtonRole.Power },
            new() { Pin = ForwardPin, Role = ButtonRole.PageForward },
            new() { Pin = LidPin, Role = ButtonRole.Lid, IsPullUp = false },
        ],
    };

    private readonly FakeTimeProvider _time = new();
    private readonly PinFaults _faults = new();
    private readonly ContactPins _pins;
    private GpioKeys? _keys;

    public GpioKeysTests() => _pins = new ContactPins(_faults);

    public void Dispose() => _keys?.Dispose();

    [Fact]
    public void A_contact_that_bounces_is_one_press()
    {
        Open();
        _pins.Bounce(ForwardPin, PinValue.Low, 7, () => Pass(2));
        Pass(500);
        _pins.Bounce(ForwardPin, PinValue.High, 7, () => Pass(2));
        Pass(500);
        Assert.Equal([DeviceEventKind.PageForward], Taken());
        Assert.Equal(0, _keys!.LostEdges);
    }

    [Fact]
    public void A_spike_shorter_than_the_debounce_time_is_nothing()
    {
        Open();
        _pins.Set(ForwardPin, PinValue.Low);
        Pass(5);
        _pins.Set(ForwardPin, PinValue.High);
        Pass(1000);
        Assert.Empty(Taken());
    }

    [Fact]
    public void A_lost_interrupt_is_made_good_by_looking_and_is_counted()
    {
        Open();
        _faults.LostEdges = 1;
        _pins.Set(LidPin, PinValue.High);
        Pass(Options.PollInterval + Options.Debounce);
        Assert.Equal([DeviceEventKind.LidClosed], Taken());
        Assert.Equal(1, _keys!.LostEdges);
    }

    [Fact]
    public void A_short_and_a_long_press_of_the_power_key_are_two_things()
    {
        Open();
        Press(PowerPin, 300);
        Assert.Equal([DeviceEventKind.PowerKey], Taken());
        Press(PowerPin, 3000);
        Assert.Equal([DeviceEventKind.PowerKeyHeld], Taken());
        Press(PowerPin, 300);
        Assert.Equal([DeviceEventKind.PowerKey], Taken());
    }

    [Fact]
    public void A_lid_that_is_closed_at_the_start_is_told()
    {
        _pins.Set(LidPin, PinValue.High);
        Open();
        Assert.Equal([DeviceEventKind.LidClosed], Taken());
    }

    [Fact]
    public void A_level_that_cannot_be_read_is_read_again()
    {
        Open();
        _faults.FailedReadings = 3;
        _pins.Set(LidPin, PinValue.High);
        Pass(2000);
        Assert.Equal([DeviceEventKind.LidClosed], Taken());
        Assert.Equal(3, _keys!.FailedReadings);
    }

    [Fact]
    public void Whatever_contacts_do_the_lid_ends_up_where_it_is()
    {
        Gen.Select(Gen.Bool, Gen.Int[0, 400], Gen.Bool).Array[1, 60].Sample(changes =>
        {
            var (time, faults) = (new FakeTimeProvider(), new PinFaults());
            var pins = new ContactPins(faults);
            using var keys = new GpioKeys(Options, new GpioController(pins), true, time);
            foreach (var (isClosed, wait, isLost) in changes)
            {
                faults.LostEdges = isLost ? 1 : 0;
                pins.Set(LidPin, isClosed ? PinValue.High : PinValue.Low);
                time.Advance(TimeSpan.FromMilliseconds(wait));
            }

            time.Advance(TimeSpan.FromMilliseconds(Options.PollInterval));
            time.Advance(TimeSpan.FromMilliseconds(Options.Debounce));
            keys.Dispose();
            var told = Read(keys);

            // Closed and opened take turns, and the last one is the truth.
            return told.Select((k, i) => k == (i % 2 == 0 ? DeviceEventKind.LidClosed : DeviceEventKind.LidOpened)).All(b => b)
                && (told.Count % 2 == 1) == changes[^1].Item1;
        });
    }

    [Fact]
    public void Nobody_reading_costs_the_oldest_events_and_is_counted()
    {
        Open();
        for (var i = 0; i < 100; i++)
        {
            Press(ForwardPin, 100);
        }

        Assert.Equal(36, _keys!.Dropped);
        Assert.Equal(64, Taken().Count);
    }

    [Fact]
    public void A_pin_without_a_resistor_is_refused_and_nothing_is_left_open()
    {
        var pins = new ContactPins(_faults) { HasPullDown = false };
        var e = Assert.Throws<ArgumentException>(() => new GpioKeys(Options, new GpioController(pins), true, _time));
        Assert.Contains("pin 6 cannot be InputPullDown", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_name_a_pin_or_role_twice_are_refused()
    {
        var options = new GpioButtonsOptions
        {
            Keys = [new() { Pin = 1, Role = ButtonRole.Power }, new() { Pin = 1, Role = ButtonRole.Power }, new() { Pin = -1 }],
            Debounce = 0,
        };
        Assert.Equal(["debounce", "keys[1].pin", "keys[1].role", "keys[2].pin", "keys[2].role"], options.Validate().Select(f => f.Field));
    }

    [Fact]
    public void A_button_tells_what_dotnet_iots_would()
    {
        using var button = new GpioButton(
            ForwardPin, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), gpio: new GpioController(_pins), debounceTime: TimeSpan.FromMilliseconds(20), timeProvider: _time)
        {
            IsHoldingEnabled = true,
            IsDoublePressEnabled = true,
        };
        var told = new List<string>();
        button.ButtonDown += (_, _) => told.Add("down");
        button.ButtonUp += (_, _) => told.Add("up");
        button.Press += (_, _) => told.Add("press");
        button.DoublePress += (_, _) => told.Add("double");
        button.Holding += (_, e) => told.Add(e.HoldingState.ToString());
        button.Start();
        Press(ForwardPin, 100);
        Press(ForwardPin, 100);
        Press(ForwardPin, 2500);
        Assert.Equal("down,up,press,down,up,press,double,down,Started,up,press,Completed", string.Join(',', told));
    }

    private static List<DeviceEventKind> Read(GpioKeys keys) => [.. keys.ReadAllAsync(CancellationToken.None).Select(e => e.Kind).ToBlockingEnumerable()];

    private void Open() => _keys = new GpioKeys(Options, new GpioController(_pins), true, _time);

    private void Press(int pin, int milliseconds)
    {
        _pins.Set(pin, PinValue.Low);
        Pass(milliseconds);
        _pins.Set(pin, PinValue.High);
        Pass(100);
    }

    private void Pass(int milliseconds)
    {
        for (var i = 0; i < milliseconds; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private List<DeviceEventKind> Taken()
    {
        var taken = new List<DeviceEventKind>();
        using var stop = new CancellationTokenSource();
        var events = _keys!.ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        while (true)
        {
            var next = events.MoveNextAsync();
            if (!next.IsCompleted)
            {
                stop.Cancel();
                try
                {
                    next.AsTask().GetAwaiter().GetResult();
                }
                catch (OperationCanceledException)
                {
                    return taken;
                }
            }

            taken.Add(events.Current.Kind);
        }
    }
}
