namespace Device.Core.Notebook;

/// <summary>A question to Spark and its answer, once there is one.</summary>
/// <param name="Id">The question's name.</param>
/// <param name="Time">When it was asked.</param>
/// <param name="Question">The question, or null while only the answer has been seen.</param>
/// <param name="Answer">The answer, or null while it is awaited. Of several the latest.</param>
/// <param name="AnswerTime">When the answer was written down.</param>
public sealed record Conversation(FactId Id, Hlc Time, QuestionAsked? Question, AnswerReceived? Answer, Hlc AnswerTime);
