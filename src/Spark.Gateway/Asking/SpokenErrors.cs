using System.Globalization;
using Spark.Gateway.Chat;

namespace Spark.Gateway.Asking;

/// <summary>Says in words for the person why there is no whole answer: in Chinese for Chinese, else in English. Pure.</summary>
internal static class SpokenErrors
{
    /// <summary>What went wrong at or on the way to Spark, with the service's code and message.</summary>
    public static string Of(SparkError error, string language)
    {
        var (chinese, english) = error.Kind switch
        {
            SparkErrorKind.ContentReview => ("内容没有通过审核，星火不能回答", "The content did not pass review, so Spark cannot answer"),
            SparkErrorKind.Busy => ("星火现在很忙，请稍后再问", "Spark is busy now; please ask again later"),
            SparkErrorKind.NotAuthorised => ("云端的星火授权有问题，请联系管理员", "The cloud's licence for Spark is not in order; please tell the operator"),
            SparkErrorKind.TooLong => ("问题或回答太长", "The question or the answer is too long"),
            SparkErrorKind.Unreachable => ("连接星火时中断了，请再问一次", "The connection to Spark broke off; please ask again"),
            SparkErrorKind.Silent => ("星火太久没有回应，请再问一次", "Spark was silent for too long; please ask again"),
            SparkErrorKind.QuotaUsedUp => ("今天的星火用量已用完", "Today's quota for Spark is used up"),
            _ => ("星火没有回答", "Spark did not answer"),
        };
        var detail = (error.Code, error.Message) switch
        {
            (0, _) => "",
            (_, "") => string.Create(CultureInfo.InvariantCulture, $" ({error.Code})"),
            _ => string.Create(CultureInfo.InvariantCulture, $" ({error.Code}: {error.Message})"),
        };
        return (IsChinese(language) ? chinese : english) + detail;
    }

    /// <summary>The worker that answered has gone.</summary>
    public static string BrokeOff(string language) =>
        IsChinese(language) ? "回答中断了，请再问一次" : "The answer broke off; please ask again";

    /// <summary>Too many questions wait.</summary>
    public static string QueueFull(string language) =>
        IsChinese(language) ? "现在提问的人太多，请稍后再问" : "Too many questions are waiting; please ask again later";

    /// <summary>The request is not as the contract says.</summary>
    public static string BadRequest(string language, string field) =>
        IsChinese(language) ? $"这个问题不能发送（{field}）" : $"This question cannot be sent ({field})";

    private static bool IsChinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
