using System.Text.Json;
using Device.Messages;
using Device.Storage;
using Microsoft.Extensions.Logging;

namespace Device.Sync.Shadow;

/// <summary>
/// The machine's side of its device shadow: takes each newer <c>down/desired</c>, keeps what it took in a small file, and says
/// in <c>up/reported</c> which version that was and what of it was refused. One caller at a time; <see cref="Settings"/> from
/// any thread.
/// </summary>
public sealed partial class DeviceShadow
{
    private readonly AtomicFile _file;
    private readonly ILogger<DeviceShadow> _logger;
    private ShadowState _state = ShadowState.Empty;

    private DeviceShadow(AtomicFile file, ILogger<DeviceShadow> logger) => (_file, _logger) = (file, logger);

    /// <summary>What the cloud has set.</summary>
    public MachineSettings Settings => Volatile.Read(ref _state).Settings;

    /// <summary>Opens the shadow.</summary>
    /// <param name="file">Where it is kept; only for this.</param>
    /// <param name="logger">Hears names and versions, never values.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The shadow, as it was left.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<DeviceShadow> OpenAsync(AtomicFile file, ILogger<DeviceShadow> logger, CancellationToken cancellationToken)
    {
        var shadow = new DeviceShadow(file, logger);
        if (await file.ReadAsync(cancellationToken) is { } bytes)
        {
            try
            {
                shadow._state = JsonSerializer.Deserialize(bytes, ShadowJsonContext.Default.ShadowState) ?? ShadowState.Empty;
            }
            catch (JsonException e)
            {
                // The file was whole, so another version wrote it: the next connection brings the desired state again.
                shadow.LogUnknown(e.Message);
            }
        }

        return shadow;
    }

    /// <summary>Takes a desired state. One that is not newer changes nothing.</summary>
    /// <param name="desired">The message.</param>
    /// <param name="cancellationToken">Gives up; the message comes again on the next connection.</param>
    /// <returns>Whether anything was taken in or refused, so that the machine has something to report.</returns>
    /// <exception cref="IOException">What was taken could not be kept; nothing has changed.</exception>
    public async Task<bool> TakeAsync(DesiredArrived desired, CancellationToken cancellationToken)
    {
        if (desired.Version <= _state.Version || Read(desired) is not { } message)
        {
            return false;
        }

        var settings = new MachineSettings();
        List<RejectedSetting> rejected = [];
        foreach (var (name, value) in message.Settings.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            (settings, var reason) = SettingRules.Take(settings, name, value);
            if (reason is not null)
            {
                rejected.Add(new RejectedSetting(name, reason));
                LogRejected(name, reason);
            }
        }

        var state = new ShadowState(message.Version, settings, rejected);
        await _file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(state, ShadowJsonContext.Default.ShadowState), cancellationToken);
        Volatile.Write(ref _state, state);
        LogTaken(state.Version, message.Settings.Count - rejected.Count);
        return true;
    }

    /// <summary>Puts into a report what was taken.</summary>
    /// <param name="report">What the machine is and runs.</param>
    /// <returns>The report with version and refusals.</returns>
    public ReportedMessage Describe(ReportedMessage report)
    {
        var state = Volatile.Read(ref _state);
        return report with { DesiredVersion = state.Version, Rejected = state.Rejected.Count > 0 ? state.Rejected : null };
    }

    private DesiredMessage? Read(DesiredArrived desired)
    {
        try
        {
            return desired.Json.Length <= DesiredMessage.MaxBytes
                ? MessageJson.Read<DesiredMessage>(desired.Json.Span)
                : throw new MessageFormatException("payload", $"{desired.Json.Length} bytes, at most {DesiredMessage.MaxBytes} expected");
        }
        catch (MessageFormatException e)
        {
            LogBad(desired.Version, e.Field);
            return null;
        }
    }

    [LoggerMessage(51, LogLevel.Information, "Version {Version} of the desired settings: {Count} taken")]
    private partial void LogTaken(long version, int count);

    [LoggerMessage(52, LogLevel.Warning, "The desired setting {Name} was not taken: {Reason}")]
    private partial void LogRejected(string name, string reason);

    [LoggerMessage(53, LogLevel.Warning, "Version {Version} of the desired settings was set aside: its {Field} is not as the contract says")]
    private partial void LogBad(long version, string field);

    [LoggerMessage(54, LogLevel.Warning, "The kept settings were written by another version and are asked for again: {Reason}")]
    private partial void LogUnknown(string reason);
}
