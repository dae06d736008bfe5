using Spark.Gateway.Service;

var isAssign = args is ["assign", _, _, ..];
var options = isAssign ? args[3..] : args;
var file = new ConfigurationBuilder().AddCommandLine(options).Build()["config"];
ConfigurationBuilder configuration = new();
if (file is not null)
{
    configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
}

GatewaySetup setup = new()
{
    Configuration = configuration.AddEnvironmentVariables("SPARK_GATEWAY_").AddCommandLine(options).Build(),
    Logging = logging => logging.AddSystemdConsole(),
};
if (isAssign)
{
    await GatewayApp.AssignAsync(setup, args[1], args[2], CancellationToken.None);
    return 0;
}

await using var app = await GatewayApp.StartAsync(setup, CancellationToken.None);
await app.WaitForShutdownAsync(CancellationToken.None);
return 0;
