namespace Device.Messages;

/// <summary>A fact that the gateway refuses for good.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Reason">Why, for a technician, at most <see cref="MaxReasonLength"/> characters; holds no user's words.</param>
public readonly record struct RejectedFact(ulong Sequence, string Reason)
{
    /// <summary>Longest reason in characters.</summary>
    public const int MaxReasonLength = 256;
}
