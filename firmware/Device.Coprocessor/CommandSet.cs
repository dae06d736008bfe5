using Device.Link;

namespace Device.Coprocessor;

/// <summary>The commands of the link, executed on a <see cref="PowerSupervisor"/>.</summary>
/// <remarks>Every command has version 1 only, so far. Use from one thread.</remarks>
public sealed class CommandSet : ICommandTarget
{
    /// <summary>First number of the firmware's version.</summary>
    public const byte FirmwareMajor = 0;

    /// <summary>Second number of the firmware's version.</summary>
    public const byte FirmwareMinor = 1;

    /// <summary>Third number of the firmware's version.</summary>
    public const ushort FirmwarePatch = 0;

    private const byte OnlyVersion = 1;

    private static readonly byte[] Nothing = new byte[0];

    private readonly PowerSupervisor _supervisor;
    private LinkStatus _session = LinkStatus.HelloRequired;

    /// <summary>Makes one over a board's supervisor.</summary>
    public CommandSet(PowerSupervisor supervisor)
    {
        _supervisor = supervisor;
    }

    /// <inheritdoc/>
    public Frame Execute(Frame request, long now)
    {
        CommandId command = (CommandId)request.Command;
        if (!IsKnown(command))
        {
            return Answer(request, LinkStatus.UnknownCommand);
        }

        if (request.StatusOrVersion != OnlyVersion)
        {
            return Answer(request, LinkStatus.UnsupportedVersion);
        }

        if (command == CommandId.Hello)
        {
            return Hello(request);
        }

        return _session == LinkStatus.Ok ? InSession(command, request, now) : Answer(request, _session);
    }

    private static bool IsKnown(CommandId command)
    {
        return (command >= CommandId.Hello && command <= CommandId.GetCommandVersions)
            || (command >= CommandId.GetPower && command <= CommandId.Heartbeat);
    }

    private static Frame Answer(Frame request, LinkStatus status)
    {
        return Frame.CreateResponse(request, status, Nothing, false);
    }

    private static Frame Answer(Frame request, bool isAccepted)
    {
        return Answer(request, isAccepted ? LinkStatus.Ok : LinkStatus.BadPayload);
    }

    private static Frame GetCommandVersions(Frame request)
    {
        if (request.Payload.Length < 2)
        {
            return Answer(request, LinkStatus.BadPayload);
        }

        bool isKnown = IsKnown((CommandId)ByteOrder.ReadUInt16(request.Payload, 0));
        return isKnown
            ? Frame.CreateResponse(request, LinkStatus.Ok, new byte[] { OnlyVersion, OnlyVersion }, false)
            : Answer(request, LinkStatus.UnknownCommand);
    }

    private Frame InSession(CommandId command, Frame request, long now)
    {
        switch (command)
        {
            case CommandId.Ping:
                return Frame.CreateResponse(request, LinkStatus.Ok, request.Payload, false);
            case CommandId.GetEvent:
                return GetEvent(request);
            case CommandId.GetCommandVersions:
                return GetCommandVersions(request);
            case CommandId.GetPower:
                return GetPower(request);
            case CommandId.GetInputs:
                return GetInputs(request);
            case CommandId.PowerOff:
                return Answer(request, request.Payload.Length >= 4 && _supervisor.RequestPowerOff(ByteOrder.ReadUInt32(request.Payload, 0), now));
            case CommandId.SetWatchdog:
                return Answer(
                    request,
                    WatchdogSettings.TryRead(request.Payload, out WatchdogSettings settings) && _supervisor.Watchdog.Configure(settings.TimeoutMilliseconds, now));
            case CommandId.Heartbeat:
                _supervisor.Watchdog.Beat(now);
                return Answer(request, LinkStatus.Ok);
            default:
                return Answer(request, LinkStatus.UnknownCommand);
        }
    }

    private Frame Hello(Frame request)
    {
        if (!HelloRequest.TryRead(request.Payload, out HelloRequest hello))
        {
            return Answer(request, LinkStatus.BadPayload);
        }

        _session = hello.ProtocolMajor == ProtocolVersion.Major ? LinkStatus.Ok : LinkStatus.ProtocolMismatch;
        HelloReply reply = new HelloReply(
            ProtocolVersion.Major,
            ProtocolVersion.Minor,
            FrameLayout.MaxPayload,
            FirmwareMajor,
            FirmwareMinor,
            FirmwarePatch,
            _supervisor.Settings.Capabilities,
            _supervisor.Settings.Board);
        byte[] payload = new byte[HelloReply.Length];
        reply.Write(payload, 0);
        return Frame.CreateResponse(request, _session, payload, false);
    }

    private Frame GetEvent(Frame request)
    {
        if (!_supervisor.Events.TryTake(out EventRecord record))
        {
            return Answer(request, LinkStatus.NoEvent);
        }

        byte[] payload = new byte[EventRecord.Length];
        record.Write(payload, 0);
        return Frame.CreateResponse(request, LinkStatus.Ok, payload, _supervisor.Events.Count > 0);
    }

    private Frame GetPower(Frame request)
    {
        byte[] payload = new byte[PowerStatus.Length];
        _supervisor.ReadPower().Write(payload, 0);
        return Frame.CreateResponse(request, LinkStatus.Ok, payload, false);
    }

    private Frame GetInputs(Frame request)
    {
        byte[] payload = new byte[InputStatus.Length];
        _supervisor.ReadInputs().Write(payload, 0);
        return Frame.CreateResponse(request, LinkStatus.Ok, payload, false);
    }
}
