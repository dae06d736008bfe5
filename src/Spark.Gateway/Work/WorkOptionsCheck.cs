using Microsoft.Extensions.Options;

namespace Spark.Gateway.Work;

/// <summary>Checks the attributes of <see cref="WorkOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class WorkOptionsCheck : IValidateOptions<WorkOptions>;
