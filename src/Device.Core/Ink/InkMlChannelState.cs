namespace Device.Core.Ink;

/// <summary>Where one channel of a trace stands: the last value and how fast it changes.</summary>
internal struct InkMlChannelState
{
    private double _velocity;
    private double _acceleration;
    private bool _hasValue;
    private bool _hasVelocity;

    /// <summary>How numbers are read: 0 as they stand, 1 as differences, 2 as second differences.</summary>
    public int Order { get; set; }

    /// <summary>The value, or NaN when it is not known.</summary>
    public double Value { readonly get => _hasValue ? field : double.NaN; private set; }

    /// <summary>The nearest float to the number as it was written, where <see cref="IsExact"/>.</summary>
    public float Exact { get; private set; }

    /// <summary>Whether the value was written as it stands, so that <see cref="Exact"/> holds.</summary>
    public bool IsExact { get; private set; }

    /// <summary>Takes a number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="exact">The nearest float to the number's text.</param>
    /// <exception cref="FormatException">A difference came before what it differs from.</exception>
    public void Take(double number, float exact)
    {
        switch (Order)
        {
            case 0:
                Value = number;
                (Exact, IsExact, _hasValue, _hasVelocity) = (exact, true, true, false);
                return;
            case 1 when _hasValue:
                _velocity = number;
                _acceleration = 0;
                _hasVelocity = true;
                break;
            case 2 when _hasVelocity:
                _acceleration = number;
                _velocity += number;
                break;
            default:
                throw new FormatException(
                    Order == 1 ? $"difference {number} without a value before it" : $"second difference {number} without a difference before it");
        }

        Move();
    }

    /// <summary>Takes the wildcard: the value, its difference or its second difference stays as it was.</summary>
    /// <param name="isOptional">Whether a value that was never given is no error.</param>
    /// <exception cref="FormatException">There is nothing before it to stay.</exception>
    public void Repeat(bool isOptional)
    {
        var isKnown = _hasValue && (Order == 0 || _hasVelocity);
        if (!isKnown && !isOptional)
        {
            throw new FormatException("* without a value before it");
        }

        if (isKnown && Order > 0)
        {
            _velocity += Order == 2 ? _acceleration : 0;
            Move();
        }
    }

    /// <summary>Takes "not known".</summary>
    public void Forget() => (_hasValue, _hasVelocity, IsExact) = (false, false, false);

    private void Move()
    {
        Value += _velocity;
        IsExact = false;
    }
}
