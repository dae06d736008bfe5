namespace Device.Sync;

/// <summary>What came from the cloud: one of <see cref="FactsArrived"/>, <see cref="ReplyArrived"/>, <see cref="DesiredArrived"/>, <see cref="HorizonArrived"/>, <see cref="RejoinDue"/>. It enters the machine on the left, like a stroke of the pen.</summary>
public abstract record CloudInput
{
    private protected CloudInput()
    {
    }
}
