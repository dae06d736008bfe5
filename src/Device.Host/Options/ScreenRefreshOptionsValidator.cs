using Device.Screen.Refresh;
using Microsoft.Extensions.Options;

namespace Device.Host.Options;

/// <summary>Checks the ranges of <see cref="ScreenRefreshOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class ScreenRefreshOptionsValidator : IValidateOptions<ScreenRefreshOptions>;
