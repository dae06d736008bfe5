using System.Globalization;

namespace Device.Core.Ink;

/// <summary>
/// Reads the text of one trace (InkML, section 3.2.1). A value without prefix is read like the value of its channel
/// before: as it stands (<c>!</c>), as a difference (<c>'</c>) or as a second difference (<c>"</c>).
/// </summary>
/// <param name="text">The trace's text.</param>
/// <param name="format">Its channels.</param>
internal ref struct InkMlTraceText(ReadOnlySpan<char> text, InkMlTraceFormat format)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly InkMlChannelState[] _states = new InkMlChannelState[format.Channels.Length];
    private int _at;

    /// <summary>Which point is being read, from 0.</summary>
    public int Point { get; private set; } = -1;

    /// <summary>The channel that is being read, or empty between channels.</summary>
    public string Channel { get; private set; } = "";

    /// <summary>How many line ends lie before the place that is being read.</summary>
    public readonly int LinesBefore => _text[..Math.Min(_at, _text.Length)].Count('\n');

    /// <summary>Reads the next point.</summary>
    /// <param name="point">The point; its time not yet relative to the sample's origin.</param>
    /// <param name="time">The time in milliseconds, NaN when there is none.</param>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="FormatException">The text is not a trace of the format; the message names the value and what was expected.</exception>
    public bool Next(out InkPoint point, out double time)
    {
        (point, time) = (default, double.NaN);
        Channel = "";
        SkipSpace();
        if (_at == _text.Length)
        {
            return false;
        }

        Point++;
        var (x, y, force) = (float.NaN, float.NaN, float.NaN);
        var count = 0;
        for (; _at < _text.Length && _text[_at] != ','; SkipSpace())
        {
            if (count == format.Channels.Length)
            {
                throw new FormatException($"more than {format.Channels.Length} values in a point");
            }

            var channel = format.Channels[count];
            Channel = channel.Name;
            Value(channel, ref _states[count]);
            var state = _states[count];
            x = channel.Role == InkMlRole.X ? Position(channel, state) : x;
            y = channel.Role == InkMlRole.Y ? Position(channel, state) : y;
            time = channel.Role == InkMlRole.Time ? channel.Map(state.Value) : time;
            force = channel.Role == InkMlRole.Force ? Force(channel, state) : force;

            count++;
        }

        Channel = "";
        if (count < format.RegularCount)
        {
            throw new FormatException($"{count} values in a point, at least {format.RegularCount} expected");
        }

        _at += _at < _text.Length ? 1 : 0;
        point = new InkPoint(x, y, float.NaN, force);
        return true;
    }

    private void Value(InkMlChannel channel, ref InkMlChannelState state)
    {
        var order = _text[_at] switch { '!' => 0, '\'' => 1, '"' => 2, _ => -1 };
        if (order >= 0)
        {
            state.Order = order;
            _at++;
            SkipSpace();
        }

        switch (_at < _text.Length ? _text[_at] : '\0')
        {
            case '*':
                _at++;
                state.Repeat(isOptional: channel.Role is not (InkMlRole.X or InkMlRole.Y));
                break;
            case '?':
                _at++;
                state.Forget();
                break;
            case 'T' or 'F' when channel.Role == InkMlRole.Other:
                _at++;
                break;
            default:
                var (number, exact) = Number();
                if (channel.Role != InkMlRole.Other)
                {
                    state.Take(number, exact);
                }

                break;
        }
    }

    private (double Number, float Exact) Number()
    {
        var start = _at;
        var isNegative = _at < _text.Length && _text[_at] == '-';
        _at += isNegative || (_at < _text.Length && _text[_at] == '+') ? 1 : 0;
        SkipSpace();
        var digits = _at;
        double number = 0;
        float exact = 0;
        bool isNumber;
        if (_at < _text.Length && _text[_at] == '#')
        {
            _at++;
            SkipWhile(char.IsAsciiHexDigit);
            isNumber = ulong.TryParse(_text[(digits + 1).._at], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex);
            (number, exact) = (hex, hex);
        }
        else
        {
            SkipDecimal();
            var token = _text[digits.._at];
            const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            isNumber = double.TryParse(token, Style, CultureInfo.InvariantCulture, out number)
                && float.TryParse(token, Style, CultureInfo.InvariantCulture, out exact)
                && double.IsFinite(number);
        }

        if (!isNumber)
        {
            throw new FormatException($"'{_text[start..Math.Min(_text.Length, Math.Max(_at, start + 1))]}', a number, * or ? expected");
        }

        return isNegative ? (-number, -exact) : (number, exact);
    }

    private void SkipDecimal()
    {
        SkipWhile(c => char.IsAsciiDigit(c) || c == '.');
        var mark = _at;
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            _at += _at < _text.Length && _text[_at] is '+' or '-' ? 1 : 0;
            var digits = _at;
            SkipWhile(char.IsAsciiDigit);
            _at = _at > digits ? _at : mark;
        }
    }

    private static float Position(InkMlChannel channel, in InkMlChannelState state)
    {
        var value = channel.IsIdentity && state.IsExact ? state.Exact : (float)channel.Map(state.Value);
        return Math.Abs(value) <= InkLimits.Coordinate
            ? value
            : throw new FormatException($"{value}, a number from {-InkLimits.Coordinate} to {InkLimits.Coordinate} expected");
    }

    private static float Force(InkMlChannel channel, in InkMlChannelState state)
    {
        var value = channel.IsIdentity && state.IsExact ? state.Exact : (float)channel.Map(state.Value);
        return channel.Scale == 0 ? value : Math.Clamp(value, 0, 1);
    }

    private void SkipSpace() => SkipWhile(c => c is ' ' or '\t' or '\r' or '\n');

    private void SkipWhile(Func<char, bool> matches)
    {
        while (_at < _text.Length && matches(_text[_at]))
        {
            _at++;
        }
    }
}
