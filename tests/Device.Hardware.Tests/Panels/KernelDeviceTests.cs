using Device.Core.Screen;
using Device.Hardware.Panels.Framebuffer;
using Device.Hardware.Panels.Kernel;

namespace Device.Hardware.Tests.Panels;

/// <summary>The real system calls, on an ordinary file.</summary>
public sealed class KernelDeviceTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Mapped_memory_is_the_files_own()
    {
        File.WriteAllBytes(_path, new byte[8192]);
        using (var device = LinuxDevice.Open(_path))
        {
            device.Map(8192).Span[4097] = 42;
        }

        Assert.Equal(42, File.ReadAllBytes(_path)[4097]);
    }

    [Fact]
    public void Memory_is_gone_with_the_device()
    {
        File.WriteAllBytes(_path, new byte[4096]);
        var device = LinuxDevice.Open(_path);
        var memory = device.Map(4096);
        device.Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Span.Length);
    }

    [Fact]
    public void A_refused_request_is_the_negative_error_number()
    {
        using var device = LinuxDevice.Open(_path);
        Assert.Equal(-Errno.NotTypewriter, device.Control(FramebufferInfo.GetVariable, new byte[160]));
        Assert.Equal(-Errno.NotTypewriter, device.Control(0x4611, 0));
        Assert.Contains("errno 25", Errno.Describe(-Errno.NotTypewriter), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_frame_buffer_is_refused_by_name()
    {
        var panel = new PanelCapabilities(64, 48, 160, 256, false);
        var error = Assert.Throws<IOException>(() => FbdevPanel.Open(panel, new FbdevOptions { Device = _path }));
        Assert.StartsWith($"{_path} is no frame buffer", error.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => MxcfbPanel.Open(panel, new MxcfbOptions { Device = _path }));
        Assert.Throws<FileNotFoundException>(() => FbdevPanel.Open(panel, new FbdevOptions { Device = _path + ".none" }));
    }

    [Fact]
    public void An_empty_mapping_is_refused_by_the_kernel()
    {
        using var device = LinuxDevice.Open(_path);
        Assert.Contains("cannot be mapped", Assert.Throws<IOException>(() => device.Map(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocking_calls_are_made_in_order_on_a_thread_of_their_own()
    {
        using var blocking = new BlockingThread("test");
        using var release = new ManualResetEventSlim();
        var here = Environment.CurrentManagedThreadId;
        var first = blocking.RunAsync(() =>
        {
            release.Wait();
            return Environment.CurrentManagedThreadId;
        });
        var second = blocking.RunAsync(() => Environment.CurrentManagedThreadId);
        Assert.False(second.IsCompleted);
        release.Set();
        Assert.Equal(await first, await second);
        Assert.NotEqual(here, await first);
        await Assert.ThrowsAsync<IOException>(() => blocking.RunAsync(() => throw new IOException("gone")));
    }

    [Fact]
    public void More_blocking_calls_than_a_driver_makes_are_refused()
    {
        using var blocking = new BlockingThread("test");
        using var release = new ManualResetEventSlim();
        var calls = new List<Task<int>>();
        Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                calls.Add(blocking.RunAsync(() =>
                {
                    release.Wait();
                    return 0;
                }));
            }
        });
        Assert.InRange(calls.Count, 16, 17);
        release.Set();
    }
}
