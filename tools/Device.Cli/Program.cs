using System.CommandLine;
using System.Text;
using Device.Cli;

// Ink is Chinese more often than not, whatever the terminal's locale says.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

return await CommandTree.RunAsync(args, new InvocationConfiguration
{
    // Ctrl-C cancels the verb's token; a verb that does not end by then is ended. A recording is still written then, to slow flash.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});
