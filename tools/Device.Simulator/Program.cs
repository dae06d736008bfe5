using Device.Simulator;

return await SimulatorCommand.Create().Parse(args).InvokeAsync();
