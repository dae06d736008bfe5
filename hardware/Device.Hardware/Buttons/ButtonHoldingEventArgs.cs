namespace Device.Hardware.Buttons;

/// <summary>A button began or ceased to be held.</summary>
public sealed class ButtonHoldingEventArgs : EventArgs
{
    /// <summary>Which of the two.</summary>
    public ButtonHoldingState HoldingState { get; init; }
}
