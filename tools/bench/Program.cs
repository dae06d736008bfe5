using System.CommandLine;
using Device.Bench.Fleet;
using Device.Bench.Ink;
using Device.Bench.Screen;
using Device.Bench.Speech;

// One command an area; a new area is one more line.
var root = new RootCommand("Measures Device. Examples: tools/bench/run screen, tools/bench/run fleet --devices 10000")
{
    ScreenArea.Create(),
    FleetArea.Create(),
    DrainMachine.Create(),
    InkArea.Create(),
    SpeechArea.Create(),
};
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
return parsed.Errors.Count > 0 ? 2 : code;
