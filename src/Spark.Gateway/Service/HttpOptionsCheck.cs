using Microsoft.Extensions.Options;

namespace Spark.Gateway.Service;

/// <summary>Checks the attributes of <see cref="HttpOptions"/> without reflection.</summary>
[OptionsValidator]
internal sealed partial class HttpOptionsCheck : IValidateOptions<HttpOptions>;
