using System.Net;
using Microsoft.Extensions.Options;

namespace Spark.Gateway.Broker;

/// <summary>Checks the attributes of <see cref="BrokerOptions"/> without reflection, and what spans several of them.</summary>
[OptionsValidator]
internal sealed partial class BrokerAttributesCheck : IValidateOptions<BrokerOptions>;

/// <summary>Checks what spans several options.</summary>
internal sealed class BrokerOptionsCheck : IValidateOptions<BrokerOptions>
{
    public ValidateOptionsResult Validate(string? name, BrokerOptions options)
    {
        List<string> wrong = [];
        var isHere = options.Host == "localhost" || (IPAddress.TryParse(options.Host, out var address) && IPAddress.IsLoopback(address));
        if (!options.UseTls && !options.AllowPlainText && !isHere)
        {
            wrong.Add($"Broker:UseTls is false and Broker:Host is '{options.Host}', not this machine: set Broker:UseTls, or Broker:AllowPlainText on a secured network.");
        }

        if (options.CertificateFile is null != options.KeyFile is null)
        {
            wrong.Add("Broker:CertificateFile and Broker:KeyFile go together; one is missing.");
        }

        if (options.PasswordFile is not null && options.UserName is null)
        {
            wrong.Add("Broker:PasswordFile is set without Broker:UserName.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
