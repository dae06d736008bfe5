using Spark.StandIn;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables("STANDIN_").AddCommandLine(args).Build();
StandInOptions options = new() { Port = 8170 };
configuration.Bind(options);

await using var app = await StandInApp.StartAsync(options, TimeProvider.System, CancellationToken.None);
Console.WriteLine($"Spark stand-in: {app.HttpAddress} {app.WebSocketAddress} (Ctrl+C stops)");
await app.WaitForShutdownAsync(CancellationToken.None);
return 0;
