using System.CommandLine;
using Device.Bench.Screen;
using Device.Bench.Speech;

// One command an area; a new area is one more line.
var root = new RootCommand("Measures Device. Example: tools/bench/run screen")
{
    ScreenArea.Create(),
    SpeechArea.Create(),
};
return await root.Parse(args).InvokeAsync();
