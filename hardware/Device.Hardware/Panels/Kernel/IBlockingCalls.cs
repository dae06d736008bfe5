namespace Device.Hardware.Panels.Kernel;

/// <summary>Where calls go that the kernel holds up, so that no thread of the pool waits in them. One call at a time.</summary>
internal interface IBlockingCalls : IDisposable
{
    /// <summary>Makes a call. While an earlier one is held up, this one waits for it.</summary>
    /// <param name="call">The call.</param>
    /// <returns>Its answer, or its exception.</returns>
    Task<int> RunAsync(Func<int> call);
}
