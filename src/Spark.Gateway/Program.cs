using Spark.Gateway.Service;

return await GatewayCommand.RunAsync(
    args,
    logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddSystemdConsole(),
    CancellationToken.None);
