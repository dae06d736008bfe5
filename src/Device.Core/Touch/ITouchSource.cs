namespace Device.Core.Touch;

/// <summary>
/// Glass that feels fingers, real or simulated. One reader at a time. Contacts come in the order of their time stamps; each begins
/// with one Down and ends with one Up or Cancel.
/// </summary>
public interface ITouchSource
{
    /// <summary>Why no finger can be felt now, as while the glass is unplugged and waited for; null when it works. Any thread.</summary>
    string? Trouble => null;

    /// <summary>Waits until at least one report is there, then drains as many as fit.</summary>
    /// <param name="buffer">Receives the reports.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of reports written, 1 to the buffer's length; 0 when the glass is gone for good.</returns>
    ValueTask<int> ReadAsync(Memory<TouchContact> buffer, CancellationToken cancellationToken);
}
