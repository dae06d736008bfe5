namespace Device.Messages;

/// <summary>What a topic is for; from the machine (up) or to it (down).</summary>
public enum TopicKind
{
    /// <summary><c>up/changes</c>: facts of this machine, in order.</summary>
    UpChanges,

    /// <summary><c>down/changes</c>: facts of the account's other machines.</summary>
    DownChanges,

    /// <summary><c>down/ack</c>: what the gateway has committed.</summary>
    DownAck,

    /// <summary><c>up/request/{id}</c>: a question to Spark.</summary>
    UpRequest,

    /// <summary><c>down/reply/{id}</c>: parts of the answer.</summary>
    DownReply,

    /// <summary><c>up/presence</c>: retained, the last will.</summary>
    UpPresence,

    /// <summary><c>up/reported</c>: retained, the machine's state.</summary>
    UpReported,

    /// <summary><c>down/desired</c>: retained, the state it should take.</summary>
    DownDesired,

    /// <summary><c>up/progress</c>: what the machine has on flash.</summary>
    UpProgress,

    /// <summary><c>down/horizon</c>: what every machine of the account has.</summary>
    DownHorizon,

    /// <summary><c>up/blob</c>: a blob offered, sent in chunks or asked for.</summary>
    UpBlob,

    /// <summary><c>down/blob</c>: what the gateway has of a blob, or chunks that were asked for.</summary>
    DownBlob,

    /// <summary><c>up/withheld</c>: facts that stay on the machine for now.</summary>
    UpWithheld,
}
