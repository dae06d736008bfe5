using Device.Core.Power;
using Microsoft.Extensions.Options;

namespace Device.Host.Options;

/// <summary>Checks the ranges of <see cref="PowerOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class PowerOptionsValidator : IValidateOptions<PowerOptions>;
