using CsCheck;
using Device.Core.Power;
using Device.Hardware.FrontLight;
using Device.Hardware.FrontLight.Backlight;
using Device.Hardware.FrontLight.Lm3630a;
using Device.Hardware.Simulated.FrontLight;
using Device.Hardware.Simulated.I2c;

namespace Device.Hardware.Tests.FrontLight;

public sealed class LightTests : IDisposable
{
    private readonly Lm3630aChip _chip = new();
    private readonly I2cFaults _faults = new();
    private readonly Lm3630a _light;
    private readonly string _folder = Directory.CreateTempSubdirectory("device-light-").FullName;

    public LightTests() => _light = new Lm3630a(new EmulatedI2c(_chip, Lm3630a.DefaultI2cAddress, _faults));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _light.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Half_as_light_to_the_eye_is_less_than_a_fifth_of_the_light()
    {
        // CIE 1976: L* = 50 is 18.4 % of the luminance, L* = 8 is 0.886 %.
        Assert.Equal(0.1842, LightCurve.Luminance(50), 4);
        Assert.Equal(0.00886, LightCurve.Luminance(8), 5);
        Assert.Equal((0.0, 1.0), (LightCurve.Luminance(0), LightCurve.Luminance(100)));
    }

    [Fact]
    public void Brighter_is_never_darker_and_warmer_never_colder()
    {
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 99]).Sample((brightness, warmth) =>
        {
            var (cold, warm) = LightCurve.Split(new(brightness, warmth));
            var brighter = LightCurve.Split(new(brightness + 1, warmth));
            var warmer = LightCurve.Split(new(brightness, warmth + 1));
            return brighter.Cold >= cold && brighter.Warm >= warm && warmer.Cold <= cold && warmer.Warm >= warm
                && Math.Abs(cold + warm - LightCurve.Luminance(brightness)) < 1e-12;
        });
    }

    [Theory]
    [InlineData(100, 0, 255, 0)]
    [InlineData(100, 100, 0, 255)]
    [InlineData(100, 50, 130, 130)]
    [InlineData(1, 0, 5, 0)]
    [InlineData(0, 50, 0, 0)]
    [InlineData(500, -3, 255, 0)]
    public async Task Two_banks_give_brightness_and_warmth(int brightness, int warmth, int cold, int warm)
    {
        await _light.SetAsync(new(brightness, warmth), Stop);
        Assert.InRange(_chip.LightA, cold - 1, cold + 1);
        Assert.InRange(_chip.LightB, warm - 1, warm + 1);
    }

    [Fact]
    public async Task A_light_that_is_switched_on_shines_although_the_chip_begins_dark()
    {
        await _light.SetAsync(new(60, 30), Stop);
        var (a, b) = (_chip.LightA, _chip.LightB);
        await _light.SetAsync(FrontLightLevel.Off, Stop);
        Assert.Equal((0, 0), (_chip.LightA, _chip.LightB));
        await _light.SetAsync(new(60, 30), Stop);
        Assert.Equal((a, b), (_chip.LightA, _chip.LightB));
        Assert.True(a > 0 && b > 0);
    }

    [Fact]
    public async Task A_chip_that_lost_its_supply_in_a_sleep_is_set_up_again()
    {
        await _light.SetAsync(new(60, 30), Stop);
        var before = (_chip.LightA, _chip.LightB, _chip.Registers[5], _chip.Registers[2]);
        _chip.Reset();
        await _light.SetAsync(new(60, 30), Stop);
        Assert.Equal(before, (_chip.LightA, _chip.LightB, _chip.Registers[5], _chip.Registers[2]));
        Assert.Equal(2, _light.Setups);
    }

    [Fact]
    public async Task The_current_is_limited_to_what_the_options_allow()
    {
        // 0.75 mA a step from 5 mA: 26 is 24.5 mA, as the data sheet's formula says.
        using var light = new Lm3630a(new EmulatedI2c(_chip, 0x36, _faults), new Lm3630aOptions { ColdCurrent = 26, WarmCurrent = 10, IsBankACold = false, OverVoltage = 40 });
        await light.SetAsync(new(100, 0), Stop);
        Assert.Equal((10, 26, 0x68), (_chip.Registers[5], _chip.Registers[6], _chip.Registers[2]));
        Assert.Equal((0, 255), (_chip.LightA, _chip.LightB));
    }

    [Fact]
    public async Task Whatever_order_lights_are_set_in_only_the_last_counts()
    {
        await Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100]).Array[1, 20].SampleAsync(async levels =>
        {
            using var light = new Lm3630a(new EmulatedI2c(_chip, 0x36, new I2cFaults()));
            foreach (var (brightness, warmth) in levels)
            {
                await light.SetAsync(new(brightness, warmth), CancellationToken.None);
            }

            var fresh = new Lm3630aChip();
            using var direct = new Lm3630a(new EmulatedI2c(fresh, 0x36, new I2cFaults()));
            await direct.SetAsync(new(levels[^1].Item1, levels[^1].Item2), CancellationToken.None);
            return (_chip.LightA, _chip.LightB) == (fresh.LightA, fresh.LightB);
        }, threads: 1);
    }

    [Fact]
    public async Task A_bus_that_fails_says_so()
    {
        _faults.Refused = 100;
        var e = await Assert.ThrowsAsync<IOException>(() => _light.SetAsync(new(50, 50), Stop).AsTask());
        Assert.Contains("lm3630a on i2c-1 at 0x36, register 0x01", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 100, 50, 128, 500)]
    [InlineData(true, 100, 50, 128, 500)]
    [InlineData(false, 50, 0, 47, 0)]
    [InlineData(true, 50, 0, 128, 0)]
    [InlineData(false, 1, 50, 1, 1)]
    public async Task The_kernels_lights_are_driven_in_their_own_steps(bool isPerceptual, int brightness, int warmth, int cold, int warm)
    {
        var light = BacklightLight.Open(new BacklightOptions { Cold = Light("cold", 255), Warm = Light("warm", 1000), IsPerceptual = isPerceptual });
        await light.SetAsync(new(brightness, warmth), Stop);
        Assert.Equal((cold, warm), (Brightness("cold"), Brightness("warm")));
    }

    [Fact]
    public async Task A_light_of_one_colour_ignores_warmth()
    {
        var light = BacklightLight.Open(new BacklightOptions { Cold = Light("only", 100) });
        await light.SetAsync(new(100, 100), Stop);
        Assert.Equal((false, 100), (light.HasWarmth, Brightness("only")));
    }

    [Fact]
    public void A_light_without_steps_is_refused()
    {
        var folder = Light("bad", 0);
        var e = Assert.Throws<IOException>(() => BacklightLight.Open(new BacklightOptions { Cold = folder }));
        Assert.Contains("max_brightness: '0' found, 1 to 1000000 expected", e.Message, StringComparison.Ordinal);
    }

    private string Light(string name, int steps)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "max_brightness"), $"{steps}\n");
        File.WriteAllText(Path.Combine(folder, "brightness"), "");
        return folder;
    }

    private int Brightness(string name) =>
        int.Parse(File.ReadAllText(Path.Combine(_folder, name, "brightness")).Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
}
