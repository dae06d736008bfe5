using Device.Hardware.Pen;

namespace Device.Hardware.Tests.Pen;

public sealed class EvdevNativeTests
{
    [Fact]
    public void Request_numbers_are_those_that_the_kernels_header_gives_a_c_compiler()
    {
        Assert.Equal(
            [0x80184558u, 0x80604518u, 0x80604523u, 0x40044590u, 0x400445A0u],
            [EvdevNative.GetAbs(0x18), EvdevNative.GetKeys(96), EvdevNative.GetBits(3, 96), EvdevNative.Grab, EvdevNative.SetClockId]);
    }
}
