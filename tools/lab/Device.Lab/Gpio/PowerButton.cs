namespace Device.Lab.Gpio;

/// <summary>The emulator's power button, which pulls a line of the PL061 for a tenth of a second.</summary>
internal static class PowerButton
{
    // Against a hang only.
    private const int MostPresses = 60;

    /// <summary>Presses until something is felt: an emulated machine that had no processor during a press has not seen it.</summary>
    /// <param name="bench">Asks for the press.</param>
    /// <param name="felt">Ends when it was felt.</param>
    /// <param name="otherwise">Said when it never was.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many presses it took.</returns>
    public static async Task<int> PressAsync(LabBench bench, Task felt, Func<string> otherwise, CancellationToken cancellationToken)
    {
        var presses = 0;
        for (; presses < MostPresses && !felt.IsCompleted; presses++)
        {
            _ = await bench.AskAsync("power", "button", cancellationToken);
            for (var i = 0; i < 40 && !felt.IsCompleted; i++)
            {
                await bench.WaitAsync(50, cancellationToken);
            }
        }

        Expect.That(felt.IsCompleted, $"{presses} presses of the power button were not felt; {otherwise()}");
        return presses;
    }
}
