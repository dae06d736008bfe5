namespace Device.Hardware.Buttons;

/// <summary>Where a button that is held stands.</summary>
public enum ButtonHoldingState
{
    /// <summary>It has been pressed long enough to count as held.</summary>
    Started,

    /// <summary>It was let go after being held.</summary>
    Completed,

    /// <summary>Nothing more will be heard of it: the button was closed while held.</summary>
    Canceled,
}
