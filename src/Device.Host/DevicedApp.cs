using System.Net;
using Device.Core.Power;
using Device.Hardware.Simulated.SystemPower;
using Device.Host.Api;
using Device.Host.Flows;
using Device.Host.Health;
using Device.Host.Options;
using Device.Screen.Refresh;
using Device.Screen.Text;
using Device.Storage;
using Device.Sync;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Device.Host;

/// <summary><c>deviced</c>: options, parts, flows and local API put together.</summary>
internal static class DevicedApp
{
    private const long MaxRequestBytes = 64 * 1024;

    /// <summary>Runs the machine until it is told to stop.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StartException">It cannot start; the message is for the person who started it.</exception>
    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var builder = CreateBuilder(args);
        await using var services = builder.Services.BuildServiceProvider();
        var options = StartException.Guard(() => services.GetRequiredService<IOptions<DeviceOptions>>().Value);
        await using var machine = await StartException.GuardAsync(() => OpenAsync(services, cancellationToken));
        await using var app = Build(builder, machine, options);
        await StartException.GuardAsync(async () =>
        {
            await app.StartAsync(cancellationToken);
            return true;
        });
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        if (machine.PowerDevices.System is SimulatedPower simulated)
        {
            simulated.SwitchedOff = lifetime.StopApplication;
        }

        await machine.Desk.OpenAsync(lifetime.ApplicationStopping);
        using var running = RunningFile.Write(options.Data, Port(app), app.Services.GetRequiredService<ApiToken>());
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddCommandLine([.. args.Select(a => a == "--emulated" ? a + "=true" : a)], new Dictionary<string, string>(CommandLine.Switches));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddSystemd();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IValidateOptions<DeviceOptions>, DeviceOptionsValidator>();
        builder.Services.AddOptions<DeviceOptions>().BindConfiguration(DeviceOptions.Section);
        builder.Services.AddOptions<JournalOptions>().BindConfiguration("Journal");
        builder.Services.AddOptions<SyncOptions>().BindConfiguration("Sync");
        builder.Services.AddSingleton<IValidateOptions<ScreenRefreshOptions>, ScreenRefreshOptionsValidator>();
        builder.Services.AddOptions<ScreenRefreshOptions>().BindConfiguration("Screen");
        builder.Services.AddSingleton<IValidateOptions<PowerOptions>, PowerOptionsValidator>();
        builder.Services.AddOptions<PowerOptions>().BindConfiguration("Power");
        builder.Services.AddOptions<FontOptions>().BindConfiguration("Fonts");
        return builder;
    }

    private static Task<MachineParts> OpenAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // Seeds the epoch and the jitter of retries; two machines must not draw the same.
        var random = new Random(BitConverter.ToInt32(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4)));
        return new MachineBuilder(
            services.GetRequiredService<IOptions<DeviceOptions>>().Value,
            services.GetRequiredService<IOptions<JournalOptions>>().Value,
            services.GetRequiredService<IOptions<SyncOptions>>().Value,
            services.GetRequiredService<IOptions<FontOptions>>().Value,
            TimeProvider.System,
            random,
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<IOptions<ScreenRefreshOptions>>().Value,
            services.GetRequiredService<IOptions<PowerOptions>>().Value).OpenAsync(cancellationToken);
    }

    private static WebApplication Build(WebApplicationBuilder builder, MachineParts machine, DeviceOptions options)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";
        builder.Services.AddSingleton<ApiToken>();
        builder.Services.AddSingleton(machine);
        builder.Services.AddHealthChecks().AddCheck<MachineHealth>("machine");
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Device.*", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
        AddFlows(builder.Services, machine, options);

        var app = builder.Build();
        app.UseHostFiltering();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        var token = app.Services.GetRequiredService<ApiToken>();
        app.Use(new LocalGuard(token).InvokeAsync);
        app.Use(RefuseWhenFullAsync);
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteHealthAsync });
        app.MapPrometheusScrapingEndpoint();
        MapApi(app, machine, options, token);
        return app;
    }

    private static async Task RefuseWhenFullAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (StorageFullException) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
            await context.Response.WriteAsync("storage is full: it was not kept", context.RequestAborted);
        }
    }

    private static void AddFlows(IServiceCollection services, MachineParts machine, DeviceOptions options)
    {
        Add("notebook", stop => machine.View.FollowAsync(machine.Journal, stop));
        Add("store", machine.Store.FollowAsync);
        Add("compaction", machine.Compaction.RunAsync);
        Add("space", machine.Journal.Space.RunAsync);
        Add("space-status", async stop =>
        {
            await foreach (var use in machine.Journal.Space.WatchAsync(stop))
            {
                machine.Changes.Bump();
            }
        });
        Add("ink", machine.Ink.RunAsync);
        Add("screen", machine.Screen.RunAsync);
        Add("panel", machine.PanelWatch.RunAsync);
        Add("power", machine.Power.RunAsync);
        Add("recorder", machine.Recorder.RunAsync);
        Add("recordings", machine.RecordingKeeper.RunAsync);
        Add("cloud", machine.Cloud.RunAsync);
        Add("sync", machine.Sync.RunAsync);
        Add("sync-status", async stop =>
        {
            await foreach (var status in machine.Sync.WatchAsync(stop))
            {
                machine.Changes.Bump();
            }
        });
        if (machine.Text is { } text)
        {
            Add("text", text.RunAsync);
        }

        services.AddHostedService<SystemdWatchdog>();
        if (options.StopWithInput)
        {
            services.AddHostedService<StopWithInput>();
        }

        void Add(string name, Func<CancellationToken, Task> run) =>
            services.AddSingleton<IHostedService>(p => new FlowService(name, run, p.GetRequiredService<ILogger<FlowService>>()));
    }

    private static void MapApi(WebApplication app, MachineParts machine, DeviceOptions options, ApiToken token)
    {
        var state = new MachineView(
            options, machine.Board, machine.Drivers.Panel.Capabilities, machine.Layout, machine.Journal, machine.View, machine.Desk, machine.Answers, machine.Sync, machine.Text, machine.Drivers.PenFeed is not null);
        var pen = machine.Drivers.PenFeed;
        var settling = new Settling(
            machine.Journal, machine.View, machine.Store, machine.Ink, machine.Text, machine.Screen, machine.Sync,
            () => pen is null || pen.IsRead(machine.Ink.Samples), TimeProvider.System);
        ApiEndpoints.Map(app, state, machine.Desk, machine.Ask, settling, machine.Board);
        ScreenEndpoints.Map(app, machine.Refresher);
        new LiveEndpoint(token, state, machine.Changes, machine.Drivers.Glass, app.Lifetime).Map(app);
        new RecorderEndpoints(
            machine.Recorder, machine.Player, machine.Import, machine.Microphone, machine.View, machine.Desk, machine.Blobs, machine.Journal, options.Data).Map(app);
        if (machine.Drivers.Sound.Feed is { } feed)
        {
            new MicrophoneEndpoint(token, feed, TimeProvider.System).Map(app);
        }

        if (machine.Drivers.Glass is { } glass && pen is not null)
        {
            SimulatorEndpoints.Map(app, token, glass, pen);
        }

        var logger = app.Services.GetRequiredService<ILogger<MachineParts>>();
        foreach (var problem in machine.Problems.Messages)
        {
            StartLog.Problem(logger, problem);
        }
    }

    private static int Port(WebApplication app) =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    private static Task WriteHealthAsync(HttpContext context, Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report)
    {
        var reasons = string.Join("; ", report.Entries.Values.Select(e => e.Description).Where(d => d is { Length: > 0 }));
        return context.Response.WriteAsync(reasons.Length > 0 ? $"{report.Status}: {reasons}" : $"{report.Status}", context.RequestAborted);
    }
}
