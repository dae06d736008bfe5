using System.CommandLine;
using Device.Bench.Ink;
using Device.Bench.Screen;

// One command an area; a new area is one more line.
var root = new RootCommand("Measures Device. Example: tools/bench/run screen")
{
    ScreenArea.Create(),
    InkArea.Create(),
};
return await root.Parse(args).InvokeAsync();
