using Microsoft.Extensions.Options;

namespace Spark.Gateway.Store;

/// <summary>Checks the attributes of <see cref="StoreOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class StoreOptionsCheck : IValidateOptions<StoreOptions>;
