namespace Spark.Gateway.Chat;

/// <summary>Refuses a question before it is sent.</summary>
internal static class QuestionCheck
{
    /// <exception cref="SparkException">No message, or more characters than allowed.</exception>
    public static void Check(SparkQuestion question, SparkOptions options)
    {
        if (question.Messages.Count == 0)
        {
            throw new SparkException(new SparkError(SparkErrorKind.Refused, 0, "The question has no message."));
        }

        var characters = question.Messages.Sum(message => (long)message.Content.Length);
        if (characters > options.QuestionCharacters)
        {
            throw new SparkException(new SparkError(
                SparkErrorKind.TooLong, 0, $"The question has {characters} characters; {options.QuestionCharacters} are allowed."));
        }
    }
}
