using Device.Core.Screen;

namespace Device.Screen.Drawing;

/// <summary>What a composed frame shows, for those who have to know where things are.</summary>
/// <param name="AnswerCard">The pixels that the answer card covers; empty when it is closed. Its width is the panel's.</param>
/// <param name="AnswerPage">Which screenful of the answer shows, from 0.</param>
/// <param name="AnswerPages">How many screenfuls the answer has; 0 when the card is closed.</param>
/// <param name="ReadingsLeftOut">Readings for which there was no room beside the page.</param>
public readonly record struct ComposedScreen(PixelRect AnswerCard, int AnswerPage, int AnswerPages, int ReadingsLeftOut);
