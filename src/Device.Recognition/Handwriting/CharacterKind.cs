namespace Device.Recognition.Handwriting;

/// <summary>What a character is to its neighbours in a line.</summary>
internal enum CharacterKind
{
    Han,
    Lower,
    Upper,
    Digit,
    Greek,
    Mark,
}
