using Device.Core.Power;
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
        };
        await using var board = OpenBoard.Open(profile, new OpenBoardOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Null(board.Devices.Light);
        Assert.Contains(board.Devices.Problems, p => p.StartsWith("frontLight: ", StringComparison.Ordinal));
        if (board.Devices.Battery is { } battery)
        {
            await Assert.ThrowsAsync<IOException>(async () => await battery.ReadAsync(Ct));
        }
    }
}
