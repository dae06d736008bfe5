using Device.Core.Power;
using Device.Core.Touch;
using Device.Hardware.Audio;
using Device.Hardware.Simulated.Touch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Boards.Tests;

/// <summary>Every board, opened with its chips emulated.</summary>
public sealed class OpenBoardTests
{
    public static TheoryData<string> Boards => BoardSchemaTests.Boards;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task Every_part_that_a_profile_names_answers(string name)
    {
        var profile = BoardFile.Read(name);
        await using var board = OpenBoard.Open(profile, new OpenBoardOptions(IsEmulated: true), TimeProvider.System, NullLoggerFactory.Instance);
        var devices = board.Devices;
        Assert.Empty(devices.Problems);
        Assert.NotNull(board.Glass);
        Assert.NotNull(board.PenFeed);
        Assert.Equal((profile.Touch is null, profile.Touch is null), (board.Touch is null, board.TouchFeed is null));
        Assert.Equal((profile.Buttons is null, profile.Battery is null, profile.Rtc is null), (devices.Events.Count == 0, devices.Battery is null, devices.Clock is null));
        Assert.Equal((profile.FrontLight is null, profile.Power is null), (devices.Light is null, devices.Power is null));
        if (devices.Battery is { } battery)
        {
            Assert.InRange((await battery.ReadAsync(Ct)).Level ?? -1, 0, 100);
        }

        if (devices.Clock is { } clock)
        {
            var time = DateTimeOffset.Parse("2031-02-03T04:05:06Z", System.Globalization.CultureInfo.InvariantCulture);
            await clock.SetAsync(time, Ct);
            Assert.InRange((await clock.ReadAsync(Ct))!.Value - time, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }

        if (devices.Light is { } light)
        {
            await light.SetAsync(new FrontLightLevel(50, 50), Ct);
        }
    }

    [Theory]
    [InlineData("ebc-10in3")]
    [InlineData("simulated")]
    public async Task A_finger_is_felt_where_it_is(string name)
    {
        await using var board = OpenBoard.Open(BoardFile.Read(name), new OpenBoardOptions(IsEmulated: true), TimeProvider.System, NullLoggerFactory.Instance);
        await board.TouchFeed!.FeedAsync(FingerWay.Straight(7, (30, 40), (90, 60), 1_000_000, TimeSpan.FromMilliseconds(200)), Ct);
        var (seen, buffer) = (new List<TouchContact>(), new TouchContact[64]);
        while (seen.Count == 0 || seen[^1].Phase != TouchPhase.Up)
        {
            seen.AddRange(buffer[..await board.Touch!.ReadAsync(buffer, Ct)]);
        }

        Assert.True(board.TouchFeed.IsRead(seen.Count));
        Assert.Equal(TouchPhase.Down, seen[0].Phase);
        Assert.Single(seen.Select(c => c.Id).Distinct());
        Assert.Equal((30f, 40f, 8f), (MathF.Round(seen[0].X, 1), MathF.Round(seen[0].Y, 1), MathF.Round(seen[0].Major, 1)));
        Assert.Equal((90f, 60f), (MathF.Round(seen[^1].X, 1), MathF.Round(seen[^1].Y, 1)));
    }

    [Fact]
    public async Task A_finger_that_is_taken_back_ends_as_a_palm_on_an_emulated_glass()
    {
        await using var board = OpenBoard.Open(BoardFile.Read("ebc-10in3"), new OpenBoardOptions(IsEmulated: true), TimeProvider.System, NullLoggerFactory.Instance);
        var way = FingerWay.Straight(7, (30, 40), (90, 60), 1_000_000, TimeSpan.FromMilliseconds(200));
        await board.TouchFeed!.FeedAsync(new[] { way[0], way[5], way[6] with { Phase = TouchPhase.Cancel }, way[7] }, Ct);
        var (seen, buffer) = (new List<TouchContact>(), new TouchContact[64]);
        while (seen.Count == 0 || seen[^1].Phase != TouchPhase.Up)
        {
            seen.AddRange(buffer[..await board.Touch!.ReadAsync(buffer, Ct)]);
        }

        Assert.True(seen[^1].IsPalm);
    }

    [Theory]
    [InlineData("it8951-10in3")]
    [InlineData("ebc-10in3")]
    [InlineData("simulated")]
    public async Task The_mute_switch_closes_the_microphone_and_is_told(string name)
    {
        await using var board = OpenBoard.Open(BoardFile.Read(name), new OpenBoardOptions(IsEmulated: true), TimeProvider.System, NullLoggerFactory.Instance);
        await using var events = board.Devices.Events[0].ReadAllAsync(Ct).GetAsyncEnumerator(Ct);
        var microphone = Assert.IsType<MuteableMicrophone>(board.Sound.OpenMicrophone());
        using var closing = microphone;
        Assert.NotNull(await microphone.ReadAsync(Ct));
        board.Devices.PressKey!(DeviceEventKind.MicrophoneMuted);
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), Ct));
        Assert.Equal((DeviceEventKind.MicrophoneMuted, true), (events.Current.Kind, board.Sound.Mute.IsMuted));
        Assert.Null(microphone.Opened);

        // Opened while muted it listens as little.
        using var second = Assert.IsType<MuteableMicrophone>(board.Sound.OpenMicrophone());
        Assert.Null(second.Opened);
        board.Devices.PressKey!(DeviceEventKind.MicrophoneUnmuted);
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2), Ct));
        Assert.Equal((DeviceEventKind.MicrophoneUnmuted, false), (events.Current.Kind, board.Sound.Mute.IsMuted));
        var heard = (await microphone.ReadAsync(Ct))!.Value;
        Assert.InRange(heard.LostBefore, 1, long.MaxValue);
        Assert.Equal(microphone.Counters.LostSamples, heard.LostBefore);
    }

    [Theory]
    [InlineData("it8951-10in3")]
    [InlineData("ebc-10in3")]
    [InlineData("simulated")]
    public async Task A_key_that_is_pressed_arrives(string name)
    {
        await using var board = OpenBoard.Open(BoardFile.Read(name), new OpenBoardOptions(IsEmulated: true), TimeProvider.System, NullLoggerFactory.Instance);
        await using var events = board.Devices.Events[0].ReadAllAsync(Ct).GetAsyncEnumerator(Ct);
        board.Devices.PressKey!(DeviceEventKind.PageForward);
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct));
        Assert.Equal(DeviceEventKind.PageForward, events.Current.Kind);
    }

    [Fact]
    public async Task A_real_board_does_without_what_is_not_there_and_says_so()
    {
        // A pen and a panel that need no hardware, with a gauge and a light that are not on this machine.
        var profile = BoardFile.Read("simulated") with
        {
            Battery = new BatteryProfile("max17048") { Max17048 = new() { Bus = 31 } },
            FrontLight = new FrontLightProfile("backlight") { Backlight = new() { Cold = "/sys/class/backlight/no-such-light" } },
            Pen = new PenProfile("evdev") { Device = "/dev/input/no-such-pen" },
            Touch = new TouchProfile("evdev") { Device = "/dev/input/no-such-glass" },
        };
        await using var board = OpenBoard.Open(profile, new OpenBoardOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Contains("no-such-pen", board.Pen.Trouble, StringComparison.Ordinal);
        Assert.Contains("no-such-glass", board.Touch!.Trouble, StringComparison.Ordinal);
        Assert.Null(board.Devices.Light);
        Assert.Contains(board.Devices.Problems, p => p.StartsWith("frontLight: ", StringComparison.Ordinal));
        if (board.Devices.Battery is { } battery)
        {
            await Assert.ThrowsAsync<IOException>(async () => await battery.ReadAsync(Ct));
        }
    }
}
