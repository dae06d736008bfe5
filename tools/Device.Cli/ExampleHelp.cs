using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Device.Cli;

/// <summary>The usual help, and an example after it.</summary>
internal sealed class ExampleHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb verb)
        {
            parseResult.InvocationConfiguration.Output.WriteLine("Example:");
            parseResult.InvocationConfiguration.Output.WriteLine($"  {verb.Example}");
        }

        return code;
    }
}
