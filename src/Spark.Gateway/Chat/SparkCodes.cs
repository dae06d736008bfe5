namespace Spark.Gateway.Chat;

/// <summary>The meaning of the service's codes and of HTTP statuses; see <c>docs/formats/spark.md</c>.</summary>
internal static class SparkCodes
{
    private const int MessageLimit = 500;

    /// <summary>Makes an error from a code in a body or a frame.</summary>
    /// <param name="code">Any number but 0.</param>
    /// <param name="message">The service's message, kept up to 500 characters.</param>
    /// <param name="sid">Session id, may be null.</param>
    public static SparkError FromCode(int code, string? message, string? sid)
    {
        var kind = code switch
        {
            10007 or 10010 or 10110 or 10222 or 11202 or 11203 => SparkErrorKind.Busy,
            10013 or 10014 or 10019 => SparkErrorKind.ContentReview,
            10015 or 10016 or 10017 or 10018 or 11200 => SparkErrorKind.NotAuthorised,
            10907 => SparkErrorKind.TooLong,
            11201 => SparkErrorKind.QuotaUsedUp,
            429 or (>= 500 and <= 599) => SparkErrorKind.Busy,
            401 or 403 => SparkErrorKind.NotAuthorised,
            _ => SparkErrorKind.Refused,
        };
        return new SparkError(kind, code, Short(message), sid ?? "");
    }

    public static SparkError Malformed(string message) => new(SparkErrorKind.Malformed, 0, message);

    /// <summary>Cuts a foreign text to what is kept of it, without splitting a surrogate pair.</summary>
    public static string Short(string? message)
    {
        var text = message ?? "";
        if (text.Length <= MessageLimit)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MessageLimit - 1]) ? MessageLimit - 1 : MessageLimit;
        return text[..end];
    }
}
