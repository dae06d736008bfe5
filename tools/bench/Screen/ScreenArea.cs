using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Device.Bench.Screen;

/// <summary><c>tools/bench/run screen</c>: live ink, and what a changed page costs.</summary>
internal static class ScreenArea
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "how long each pen writes, 1 to 600", DefaultValueFactory = _ => 4 };
        var micro = new Option<bool>("--micro") { Description = "BenchmarkDotNet over the single steps instead" };
        var command = new Command("screen", "pen to panel, and damage, dither and pack of a page") { seconds, micro };
        command.SetAction((parsed, _) => Task.FromResult(parsed.GetValue(micro) ? Micro() : Measure(parsed.GetValue(seconds))));
        return command;
    }

    private static int Measure(int seconds)
    {
        var figures = PageSteps.Measure().Concat(PenToPanel.Measure(Math.Clamp(seconds, 1, 600))).ToList();
        Figure.Print(figures, Console.Out);
        return figures.TrueForAll(f => f.IsMet) ? 0 : 1;
    }

    private static int Micro()
    {
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkRunner.Run<PageBenchmarks>(config);
        return 0;
    }
}
