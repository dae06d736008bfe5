namespace Device.Recognition.Handwriting;

/// <summary>What one correction taught.</summary>
/// <param name="Corrected">Characters that had been read wrong and were taken.</param>
/// <param name="Confirmed">Characters that had been read right and were taken.</param>
/// <param name="Refused">Characters that would have made others read wrong.</param>
public readonly record struct WriterLesson(int Corrected, int Confirmed, int Refused);
