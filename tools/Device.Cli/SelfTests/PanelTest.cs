using Device.Boards;
using Device.Core.Screen;
using Device.Hardware.Panels.It8951;

namespace Device.Cli.SelfTests;

/// <summary>Cleans the panel, shows the pattern, and compares where the glass can be looked at.</summary>
internal static class PanelTest
{
    private const double MostDifference = 6;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    internal static async Task<SelfTestResult> RunAsync(OpenBoard board, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        var panel = board.Panel;
        var (bounds, pattern) = (panel.Capabilities.Bounds, PanelPattern.Draw(panel.Capabilities));
        var white = new byte[pattern.Length];
        Array.Fill(white, (byte)255);
        try
        {
            await panel.RefreshAsync(bounds, white, bounds.Width, RefreshIntent.DeepClean, limit.Token);
            await panel.WaitUntilSettledAsync(limit.Token);
            await panel.RefreshAsync(bounds, pattern, bounds.Width, RefreshIntent.Image, limit.Token);
            await panel.WaitUntilSettledAsync(limit.Token);
            await panel.CheckAsync(limit.Token);
        }
        catch (IOException e)
        {
            return SelfTestResult.Failed("panel", e.Message, "docs/porting.md, 'the panel stays white'");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SelfTestResult.Failed("panel", $"no end after {Longest.TotalSeconds:F0} s", "docs/porting.md, 'the panel stays white'");
        }

        return Judge(board, pattern);
    }

    private static SelfTestResult Judge(OpenBoard board, byte[] pattern)
    {
        var about = board.Panel is It8951Panel { DeviceInfo: { } info } ? $", firmware {info.Firmware}, waveforms {info.Lut}" : "";
        var size = $"{board.Panel.Capabilities.Width}x{board.Panel.Capabilities.Height}{about}";
        if (board.Panel.Condition.Recoveries is > 0 and var recoveries)
        {
            return SelfTestResult.Failed("panel", $"{size}; the controller had to be reset {recoveries} times", "check supply, clock and length of the wires; lower pixelClock");
        }

        if (board.Glass is not { } glass)
        {
            return SelfTestResult.Ok("panel", $"{size}; look at it: {PanelPattern.Look}");
        }

        var difference = Difference(pattern, glass.Snapshot().Grey.Span);
        return glass.Violations is [var broken, ..] ? SelfTestResult.Failed("panel", $"{size}; the driver broke a rule of its chip: {broken}", "a bug of the driver")
            : difference > MostDifference ? SelfTestResult.Failed("panel", $"{size}; the glass differs by {difference:F1} greys on average, at most {MostDifference} expected", "rotation, packing or waveforms of the profile")
            : SelfTestResult.Ok("panel", $"{size}; the glass shows the pattern");
    }

    private static double Difference(ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> seen)
    {
        var sum = 0L;
        for (var i = 0; i < seen.Length; i++)
        {
            sum += Math.Abs(wanted[i] - seen[i]);
        }

        return (double)sum / seen.Length;
    }
}
