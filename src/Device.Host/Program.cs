using Device.Host;
using Device.Host.Options;

if (args is ["--help" or "-h" or "help"])
{
    await Out(1, CommandLine.Help);
    return 0;
}

try
{
    await DevicedApp.RunAsync(args, CancellationToken.None);
    return 0;
}
catch (StartException e)
{
    await Out(2, $"deviced: {e.Message}\n");
    return 1;
}

static async Task Out(int descriptor, string text)
{
    await using var stream = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write);
    await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
}
