using System.Net;
using Device.Core.Notebook;
using Device.Messages;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Spark.Gateway.Store;
using Spark.Gateway.Work;

namespace Spark.Gateway.Service;

/// <summary>
/// One gateway worker: machines on one side over MQTT, Spark on the other. It reads no environment and no file but those that
/// its setup names, so that it can run inside another program. Safe to use from any thread.
/// </summary>
public sealed class GatewayApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayApp(WebApplication app) => _app = app;

    /// <summary>Base address of health (<c>/health</c>, <c>/live</c>) and metrics (<c>/metrics</c>).</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Completes when the worker is connected to the broker and subscribed for the first time.</summary>
    public Task Ready => _app.Services.GetRequiredService<Worker>().Ready;

    /// <summary>Builds and starts a worker. The broker need not be there yet; the store must.</summary>
    /// <param name="setup">What it is built from.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>A running worker; dispose it to stop.</returns>
    /// <exception cref="OptionsValidationException">Options are out of range; the message names every one.</exception>
    /// <exception cref="InvalidOperationException">A secret is missing, a file cannot be read, or the schema is newer.</exception>
    /// <exception cref="System.Data.Common.DbException">The store cannot be reached.</exception>
    public static async Task<GatewayApp> StartAsync(GatewaySetup setup, CancellationToken cancellationToken)
    {
        var app = Build(setup);
        try
        {
            CheckOptions(app.Services.GetRequiredService<IStartupValidator>());
            app.Services.GetRequiredService<HealthEndpoint>().Map(app);
            app.MapPrometheusScrapingEndpoint();
            // Made now, so that a missing key is told at the start and not at the first question.
            app.Services.GetRequiredService<Chat.ISparkBackend>();
            await app.StartAsync(cancellationToken);
            return new GatewayApp(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves a machine to an account, without a running worker: an operator's command.</summary>
    /// <param name="setup">Names the store.</param>
    /// <param name="device">The machine, <c>tenant/device</c>.</param>
    /// <param name="account"><c>tenant</c> or <c>tenant/name</c>, of the same tenant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The machine's name is not valid.</exception>
    /// <exception cref="ArgumentException">The account is of another tenant, badly named, or full.</exception>
    /// <returns>A task that ends when the move is stored.</returns>
    public static async Task AssignAsync(GatewaySetup setup, string device, string account, CancellationToken cancellationToken)
    {
        await using var app = Build(setup);
        var store = app.Services.GetRequiredService<IAccountStore>();
        await store.MigrateAsync(cancellationToken);
        await store.AssignAsync(DeviceId.Parse(device), account, cancellationToken);
    }

    /// <summary>Changes what a machine is wanted to be set to, without a running worker; the workers tell the machine.</summary>
    /// <param name="setup">Names the store.</param>
    /// <param name="device">The machine, <c>tenant/device</c>.</param>
    /// <param name="changes">Settings by name; an empty value takes one back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Everything that is wanted now.</returns>
    /// <exception cref="FormatException">The machine's name is not valid.</exception>
    /// <exception cref="MessageFormatException">There are too many settings, or one is too long.</exception>
    public static async Task<DesiredMessage> DesireAsync(
        GatewaySetup setup, string device, IReadOnlyDictionary<string, string> changes, CancellationToken cancellationToken)
    {
        await using var app = Build(setup);
        var store = app.Services.GetRequiredService<IAccountStore>();
        await store.MigrateAsync(cancellationToken);
        return await store.DesireAsync(DeviceId.Parse(device), changes, cancellationToken);
    }

    /// <summary>Sets after how many days of silence machines of an account are expelled, without a running worker: an operator's command.</summary>
    /// <param name="setup">Names the store.</param>
    /// <param name="account">The account.</param>
    /// <param name="days">0 for never, else 30 to <see cref="StoreOptions.MostExpelDays"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The number of days is out of range.</exception>
    /// <returns>A task that ends when it is stored.</returns>
    public static async Task ExpelAfterAsync(GatewaySetup setup, string account, int days, CancellationToken cancellationToken)
    {
        await using var app = Build(setup);
        var store = app.Services.GetRequiredService<IAccountStore>();
        await store.MigrateAsync(cancellationToken);
        await store.SetExpelDaysAsync(account, days, cancellationToken);
    }

    /// <summary>What a machine said of itself last, as JSON.</summary>
    /// <param name="setup">Names the store.</param>
    /// <param name="device">The machine, <c>tenant/device</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The payload of its last <c>up/reported</c>; null for none.</returns>
    /// <exception cref="FormatException">The machine's name is not valid.</exception>
    public static async Task<string?> ReportedAsync(GatewaySetup setup, string device, CancellationToken cancellationToken)
    {
        await using var app = Build(setup);
        var store = app.Services.GetRequiredService<IAccountStore>();
        await store.MigrateAsync(cancellationToken);
        return (await store.MachineAsync(DeviceId.Parse(device), cancellationToken)).Reported;
    }

    /// <summary>Completes when the process is told to stop or the worker is disposed.</summary>
    /// <param name="cancellationToken">Stops the worker.</param>
    /// <returns>A task that ends with the worker.</returns>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops receiving, finishes what was received and what is being answered as far as the options allow, and disconnects.</summary>
    /// <returns>A task that ends when the worker has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void CheckOptions(IStartupValidator validator)
    {
        try
        {
            validator.Validate();
        }
        catch (AggregateException e)
        {
            // Several sections are wrong: told together, so that they can be put right together.
            throw new OptionsValidationException(
                nameof(GatewaySetup), typeof(GatewaySetup), e.InnerExceptions.OfType<OptionsValidationException>().SelectMany(each => each.Failures));
        }
    }

    private static WebApplication Build(GatewaySetup setup)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        setup.Logging?.Invoke(builder.Logging);
        GatewayServices.Add(builder.Services, setup);
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOptions<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>().Configure<IOptions<HttpOptions>>((kestrel, http) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(http.Value.Address), http.Value.Port);
        });
        return builder.Build();
    }
}
