using System.Device.Gpio;
using System.Device.I2c;
using Device.Core.Power;
using Device.Hardware.Buttons;
using Device.Hardware.Rtc;
using Iot.Device.Axp192;
using Iot.Device.Rtc;
using IotButton = Iot.Device.Button.GpioButton;
using IotDs3231 = Iot.Device.Rtc.Ds3231;

namespace Device.Hardware.Bindings;

/// <summary>
/// Iot.Device.Bindings behind Device's ports: its button, its DS3231 and its AXP192. Compiled only with
/// <c>-p:UseIotDeviceBindings=true</c>.
/// </summary>
public static class IotDeviceBindings
{
    /// <summary>Keys and lid through the package's <c>GpioButton</c>. A lost interrupt is not made good, as it is in <see cref="GpioKeys"/>.</summary>
    /// <param name="options">The pins and what they are for.</param>
    /// <param name="gpioController">The pins; null for the board's.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>The keys; dispose of them.</returns>
    public static IDeviceEvents OpenKeys(GpioButtonsOptions options, GpioController? gpioController = null, TimeProvider? timeProvider = null) =>
        new Keys(options, gpioController ?? new GpioController(), timeProvider ?? TimeProvider.System);

    /// <summary>A DS3231 through the package's binding, which keeps it in UTC here.</summary>
    /// <param name="i2cDevice">The bus at the chip's address; owned.</param>
    /// <returns>The clock; dispose of it.</returns>
    public static IRealTimeClock OpenDs3231(I2cDevice i2cDevice) => new Clock(new IotDs3231(i2cDevice) { LocalTimeZone = TimeZoneInfo.Utc });

    /// <summary>An AXP192's view of the battery through the package's binding.</summary>
    /// <param name="i2cDevice">The bus at the chip's address; owned.</param>
    /// <returns>The gauge; dispose of it.</returns>
    public static IBattery OpenAxp192(I2cDevice i2cDevice) => new PowerChip(new Axp192(i2cDevice));

    private sealed class Keys : IDeviceEvents, IDisposable
    {
        private readonly DeviceEventQueue _events;
        private readonly KeyInterpreter _interpreter;
        private readonly List<IotButton> _buttons = [];
        private readonly GpioController _controller;

        public Keys(GpioButtonsOptions options, GpioController controller, TimeProvider time)
        {
            _controller = controller;
            _events = new DeviceEventQueue(time);
            _interpreter = new KeyInterpreter(_events, TimeSpan.FromMilliseconds(options.LongPress), time);
            foreach (var key in options.Keys)
            {
                var button = new IotButton(
                    key.Pin, key.IsPullUp, key.HasExternalResistor, controller, shouldDispose: false, TimeSpan.FromMilliseconds(options.Debounce));
                button.ButtonDown += (_, _) => _interpreter.Change(key.Role, true);
                button.ButtonUp += (_, _) => _interpreter.Change(key.Role, false);
                _buttons.Add(button);
            }
        }

        public long Dropped => _events.Dropped;

        public IAsyncEnumerable<DeviceEvent> ReadAllAsync(CancellationToken cancellationToken) => _events.ReadAllAsync(cancellationToken);

        public void Dispose()
        {
            _buttons.ForEach(b => b.Dispose());
            _interpreter.Dispose();
            _events.Close();
            _controller.Dispose();
        }
    }

    private sealed class Clock(IotDs3231 chip) : IRealTimeClock, IDisposable
    {
        private DateTimeOffset? _alarm;

        public ValueTask<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult<DateTimeOffset?>(chip.DateTime);
        }

        public ValueTask SetAsync(DateTimeOffset time, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            chip.DateTime = time;
            return default;
        }

        public ValueTask SetAlarmAsync(DateTimeOffset? time, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            chip.EnabledAlarm = Ds3231Alarm.None;
            chip.ResetAlarmTriggeredStates();
            _alarm = null;
            if (time is { } wanted)
            {
                var moment = WakeAlarm.Round(wanted, chip.DateTime.UtcDateTime);
                chip.SetAlarmOne(new Ds3231AlarmOne(moment.Day, moment.TimeOfDay, Ds3231AlarmOneMatchMode.DayOfMonthHoursMinutesSeconds));
                chip.EnabledAlarm = Ds3231Alarm.AlarmOne;
                _alarm = moment;
            }

            return default;
        }

        // The binding does not show the chip's flag.
        public ValueTask<bool> HasAlarmRungAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_alarm is { } alarm && chip.DateTime >= alarm);

        public void Dispose() => chip.Dispose();
    }

    private sealed class PowerChip(Axp192 chip) : IBattery, IDisposable
    {
        public ValueTask<BatteryState> ReadAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isCharging = (chip.GetBatteryChargingStatus() & BatteryStatus.Charging) != 0;
            var hasPower = (chip.GetInputPowerStatus() & (PowerStatus.AcinAvailable | PowerStatus.VbusAvailable)) != 0;
            return ValueTask.FromResult(new BatteryState(
                null, chip.GetBatteryVoltage().Volts, isCharging ? ChargeState.Charging : hasPower ? ChargeState.Held : ChargeState.Discharging));
        }

        public void Dispose() => chip.Dispose();
    }
}
