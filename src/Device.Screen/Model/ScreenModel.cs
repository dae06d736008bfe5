namespace Device.Screen.Model;

/// <summary>Everything that is on the screen at one moment.</summary>
/// <param name="Page">The page, or null when none is open.</param>
/// <param name="Answer">The answer card, or null when it is closed.</param>
/// <param name="Status">The line at the top.</param>
public sealed record ScreenModel(PageView? Page, AnswerCard? Answer, StatusBar Status)
{
    /// <summary>What is said instead of page, answer and status; <see cref="ScreenNotice.None"/> shows those.</summary>
    public ScreenNotice Notice { get; init; }

    /// <summary>An empty screen.</summary>
    public static ScreenModel Empty { get; } = new(null, null, StatusBar.Empty);
}
