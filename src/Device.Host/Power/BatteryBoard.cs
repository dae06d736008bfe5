using Device.Core.Power;
using Device.Host.Notes;
using Device.Screen.Model;

namespace Device.Host.Power;

/// <summary>The last that was measured of the battery, for status bar and health. Thread-safe.</summary>
internal sealed class BatteryBoard(Revision changes)
{
    private readonly Lock _gate = new();
    private BatteryState? _state;
    private BatteryGlyph? _glyph;
    private bool _isLow;

    /// <summary>The last measurement, or null before the first.</summary>
    public BatteryState? State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>What the status bar shows.</summary>
    public BatteryGlyph? Glyph
    {
        get
        {
            lock (_gate)
            {
                return _glyph;
            }
        }
    }

    /// <summary>Takes a measurement. The screen is told only of what it shows: whole percents, charging, low.</summary>
    public void Measured(in BatteryState state)
    {
        lock (_gate)
        {
            _state = state;
        }

        Show();
    }

    /// <summary>Begins or ends the warning.</summary>
    public void Warn(bool isLow)
    {
        lock (_gate)
        {
            _isLow = isLow;
        }

        Show();
    }

    private void Show()
    {
        lock (_gate)
        {
            BatteryGlyph? glyph = _state is { Level: { } level } state
                ? new BatteryGlyph((int)Math.Round(level), state.HasExternalPower, _isLow)
                : null;
            if (glyph == _glyph)
            {
                return;
            }

            _glyph = glyph;
        }

        changes.Bump();
    }
}
