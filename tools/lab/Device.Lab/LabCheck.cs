namespace Device.Lab;

/// <summary>One thing that is tried on the machine's kernel.</summary>
/// <param name="Name">Small letters, digits and hyphens; begins with the device, and ends as a sentence would.</param>
/// <param name="RunAsync">Tries it: returns what it measured in words, throws <see cref="LabException"/> when it is not so.</param>
internal sealed record LabCheck(string Name, Func<LabBench, CancellationToken, Task<string>> RunAsync);
