using Device.Core.Notebook;
using Device.Messages;

namespace Device.Sync;

/// <summary>One more part of Spark's answer. Within one run of the session each part of a question comes once and in order, from part 0; a new run begins again at 0.</summary>
/// <param name="Question">The question's name.</param>
/// <param name="Part">The part. After the one that is final nothing more comes; journal the answer then, which ends the question.</param>
public sealed record ReplyArrived(FactId Question, ReplyMessage Part) : CloudInput;
