namespace Device.Messages;

/// <summary>Payload of <c>down/reply/{id}</c>: one part of an answer.</summary>
/// <param name="Sequence">Counts the parts from 0. A repeated part is ignored; a gap means that the request should be sent again.</param>
/// <param name="Answer">More of the answer; may be empty. Each text of a part has at most <see cref="Device.Core.Notebook.FactLimits.TextLength"/> characters.</param>
/// <param name="Reasoning">More of the thinking, kept apart; may be empty.</param>
/// <param name="Final">Whether this is the last part.</param>
/// <param name="Error">Why the answer ends here without being whole, in words for the user; empty when all is well. Only on the last part.</param>
public sealed record ReplyMessage(int Sequence, string Answer, string Reasoning, bool Final, string Error);
