using Device.Core.Notebook;

namespace Device.Sync;

/// <summary>What every machine of the account has: the answer to what this one told. Ink that was erased behind it may be dropped.</summary>
/// <param name="Horizon">The horizon; use it only while the journal has all of it.</param>
public sealed record HorizonArrived(TombstoneHorizon Horizon) : CloudInput;
