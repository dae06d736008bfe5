using System.Data.Common;
using Microsoft.Extensions.Options;

namespace Spark.Gateway.Service;

/// <summary>What <c>spark-gateway</c> does with its arguments.</summary>
public static partial class GatewayCommand
{
    /// <summary>
    /// Runs a worker until told to stop, or one of an operator's commands (<c>assign TENANT/DEVICE ACCOUNT</c>). Options come
    /// from <c>--config FILE</c>, then <c>SPARK_GATEWAY_Section__Option</c>, then <c>--Section:Option VALUE</c>.
    /// </summary>
    /// <param name="args">The arguments.</param>
    /// <param name="logging">Where logs go; what is wrong with a start is told there in one line.</param>
    /// <param name="cancellationToken">Stops the worker.</param>
    /// <returns>0 done, 1 the thing asked for failed, 2 wrong usage or options.</returns>
    public static async Task<int> RunAsync(string[] args, Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(logging);
        var logger = loggers.CreateLogger("spark-gateway");
        try
        {
            if (args is [] or [['-', '-', ..], ..])
            {
                await using var app = await GatewayApp.StartAsync(Setup(args, logging), cancellationToken);
                await app.WaitForShutdownAsync(cancellationToken);
                return 0;
            }

            if (args is ["assign", var device, var account, .. var options])
            {
                await GatewayApp.AssignAsync(Setup(options, logging), device, account, cancellationToken);
                LogAssigned(logger, device, account);
                return 0;
            }

            if (args is ["desire", var wanted, .. var rest])
            {
                var changes = rest.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).Select(a => a.Split('=', 2)).ToList();
                if (changes.Count > 0 && changes.All(c => c is [{ Length: > 0 }, _]))
                {
                    var desired = await GatewayApp.DesireAsync(
                        Setup(rest[changes.Count..], logging), wanted, changes.ToDictionary(c => c[0], c => c[1]), cancellationToken);
                    LogDesired(logger, wanted, desired.Version);
                    return 0;
                }
            }

            if (args is ["expel-after", var limited, var days, .. var more] && int.TryParse(days, out var number))
            {
                await GatewayApp.ExpelAfterAsync(Setup(more, logging), limited, number, cancellationToken);
                LogLimited(logger, limited, number);
                return 0;
            }

            LogUsage(logger);
            return 2;
        }
        catch (Exception e) when (e is OptionsValidationException or FormatException or ArgumentException or InvalidOperationException or FileNotFoundException
            or Device.Messages.MessageFormatException)
        {
            LogWrong(logger, e.Message);
            return 2;
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            LogFailed(logger, e.Message);
            return 1;
        }
    }

    private static GatewaySetup Setup(string[] options, Action<ILoggingBuilder> logging)
    {
        ConfigurationBuilder configuration = new();
        if (new ConfigurationBuilder().AddCommandLine(options).Build()["config"] is { } file)
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        return new GatewaySetup
        {
            Configuration = configuration.AddEnvironmentVariables("SPARK_GATEWAY_").AddCommandLine(options).Build(),
            Logging = logging,
        };
    }

    [LoggerMessage(1001, LogLevel.Information, "{Device} belongs to account {Account}.")]
    private static partial void LogAssigned(ILogger logger, string device, string account);

    [LoggerMessage(1005, LogLevel.Information, "{Device} is told version {Version} of its settings.")]
    private static partial void LogDesired(ILogger logger, string device, long version);

    [LoggerMessage(1006, LogLevel.Information, "Machines of account {Account} are expelled after {Days} days of silence (0: never).")]
    private static partial void LogLimited(ILogger logger, string account, int days);

    [LoggerMessage(1002, LogLevel.Error, "Usage: spark-gateway [--config FILE] [--Section:Option VALUE]… | spark-gateway assign TENANT/DEVICE ACCOUNT [options] | spark-gateway desire TENANT/DEVICE NAME=VALUE… [options] | spark-gateway expel-after ACCOUNT DAYS [options]")]
    private static partial void LogUsage(ILogger logger);

    [LoggerMessage(1003, LogLevel.Critical, "Not started: {Why}")]
    private static partial void LogWrong(ILogger logger, string why);

    [LoggerMessage(1004, LogLevel.Critical, "Failed: {Why}")]
    private static partial void LogFailed(ILogger logger, string why);
}
