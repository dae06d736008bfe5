using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Spark.StandIn.Wire;

namespace Spark.StandIn;

/// <summary>
/// An offline stand-in of the Spark chat and listening services on loopback: the same wire formats, deterministic answers that
/// say what they are. It reads no environment and no configuration file, so that it can run inside another program.
/// Safe to use from any thread.
/// </summary>
public sealed class StandInApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Conversation _conversation;

    private StandInApp(WebApplication app, Conversation conversation, int port)
    {
        _app = app;
        _conversation = conversation;
        HttpAddress = new Uri($"http://127.0.0.1:{port}");
        WebSocketAddress = new Uri($"ws://127.0.0.1:{port}");
    }

    /// <summary>Base address of the HTTP interface, without a path.</summary>
    public Uri HttpAddress { get; }

    /// <summary>Base address of the WebSocket interface, without a path.</summary>
    public Uri WebSocketAddress { get; }

    /// <summary>The knobs that make coming requests fail.</summary>
    public StandInFaults Faults => _conversation.Faults;

    /// <summary>Requests seen since the start, failed ones included.</summary>
    public long Requests => _conversation.Requests;

    /// <summary>Builds and starts a stand-in.</summary>
    /// <param name="options">Port, keys, speed.</param>
    /// <param name="timeProvider">The clock of the pauses between parts and of the 300 s limit on signed addresses.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>A running stand-in; dispose it to stop.</returns>
    /// <exception cref="ValidationException">An option is outside its range; the message names every such option.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<StandInApp> StartAsync(
        StandInOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Check(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.RequestBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });

        var app = builder.Build();
        Conversation conversation = new(options, timeProvider, new StandInFaults());
        new ChatHttpEndpoint(options, conversation).Map(app);
        app.UseWebSockets();
        new ChatSocketEndpoint(options, conversation, timeProvider).Map(app);
        new RealTimeEndpoint(options, conversation, timeProvider).Map(app);
        new DictationEndpoint(options, conversation, timeProvider).Map(app);
        try
        {
            await app.StartAsync(cancellationToken);
            return new StandInApp(app, conversation, PortOf(app));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the process is told to stop or the stand-in is disposed.</summary>
    /// <param name="cancellationToken">Stops the stand-in.</param>
    /// <returns>A task that ends with the stand-in.</returns>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops listening and breaks off open streams.</summary>
    /// <returns>A task that ends when the port is free.</returns>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private static int PortOf(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new Uri(addresses.Single()).Port;
    }

    private static void Check(StandInOptions options)
    {
        List<ValidationResult> wrong = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true))
        {
            throw new ValidationException(string.Join(" ", wrong.Select(each => each.ErrorMessage)));
        }
    }
}
