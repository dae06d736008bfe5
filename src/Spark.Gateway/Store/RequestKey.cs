using Device.Core.Notebook;

namespace Spark.Gateway.Store;

/// <summary>The name of a question: the machine and the id it chose.</summary>
/// <param name="Device">The machine.</param>
/// <param name="Id">1 to 64 of a-z, 0-9 and '-'.</param>
internal readonly record struct RequestKey(DeviceId Device, string Id);
