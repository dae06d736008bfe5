namespace Device.Core.Ink;

/// <summary>Limits the classes a reading may choose from.</summary>
public enum InkScript
{
    /// <summary>Every class.</summary>
    Any = 0,

    /// <summary>Han characters.</summary>
    Han = 1,

    /// <summary>Latin letters.</summary>
    Latin = 2,

    /// <summary>Greek letters.</summary>
    Greek = 3,

    /// <summary>Digits 0 to 9.</summary>
    Digits = 4,

    /// <summary>Digits, operators, brackets and the letters used in school mathematics.</summary>
    Mathematics = 5,
}
