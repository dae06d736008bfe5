using System.Runtime.InteropServices;

namespace Device.Hardware.Pen;

/// <summary>An input device that is open, and what its events are read for.</summary>
/// <param name="File">The device; closed by who reads it.</param>
/// <param name="Consumer">Takes its events.</param>
internal readonly record struct OpenEvdev(SafeHandle File, IEvdevConsumer Consumer);
