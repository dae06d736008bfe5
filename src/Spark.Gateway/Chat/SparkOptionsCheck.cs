using Microsoft.Extensions.Options;

namespace Spark.Gateway.Chat;

/// <summary>Checks the attributes of <see cref="SparkOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class SparkOptionsCheck : IValidateOptions<SparkOptions>;
