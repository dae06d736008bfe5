namespace Spark.Gateway.Asking;

/// <summary>Text that has been gathered to be sent as one part. At least one of both is not empty.</summary>
/// <param name="Answer">More of the answer.</param>
/// <param name="Reasoning">More of the thinking.</param>
internal readonly record struct Piece(string Answer, string Reasoning);
