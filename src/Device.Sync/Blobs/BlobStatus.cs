namespace Device.Sync;

/// <summary>How the transfer of audio and images stands at one moment.</summary>
/// <param name="ToSend">Blobs that the gateway does not have for certain.</param>
/// <param name="ToFetch">Blobs of other machines that are not here.</param>
/// <param name="BytesLeft">Bytes of both that are still to go.</param>
/// <param name="Waiting">How many of both wait for a link that costs nothing.</param>
/// <param name="Sending">The one that is being sent, or null.</param>
/// <param name="Fetching">The one that is being fetched, or null.</param>
/// <param name="Sent">Blobs that the gateway has confirmed since the start, there already or sent.</param>
/// <param name="Fetched">Blobs fetched and verified since the start.</param>
/// <param name="Wrong">Times that bytes arrived which were not what the name says, on either side.</param>
public sealed record BlobStatus(
    int ToSend, int ToFetch, long BytesLeft, int Waiting, BlobTransfer? Sending, BlobTransfer? Fetching, long Sent, long Fetched, long Wrong);
