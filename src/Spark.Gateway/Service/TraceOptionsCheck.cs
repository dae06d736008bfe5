using Microsoft.Extensions.Options;

namespace Spark.Gateway.Service;

/// <summary>Checks the attributes of <see cref="TraceOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class TraceOptionsCheck : IValidateOptions<TraceOptions>;
