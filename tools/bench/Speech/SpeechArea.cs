using System.CommandLine;

namespace Device.Bench.Speech;

/// <summary><c>tools/bench/run speech</c>: what listening costs.</summary>
internal static class SpeechArea
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "how much sound is listened to, 5 to 3,600 seconds", DefaultValueFactory = _ => 60 };
        var command = new Command("speech", "microphone to segments, and recording") { seconds };
        command.SetAction((parsed, _) =>
        {
            var figures = Listening.Measure(Math.Clamp(parsed.GetValue(seconds), 5, 3_600)).ToList();
            Figure.Print(figures, Console.Out);
            return Task.FromResult(figures.TrueForAll(f => f.IsMet) ? 0 : 1);
        });
        return command;
    }
}
