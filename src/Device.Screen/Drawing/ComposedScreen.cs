using System.Collections.Immutable;
using Device.Core.Screen;

namespace Device.Screen.Drawing;

/// <summary>What a composed frame shows, for those who have to know where things are.</summary>
/// <param name="AnswerCard">The pixels that the answer card covers; empty when it is closed. Its width is the panel's.</param>
/// <param name="AnswerPage">Which screenful of the answer shows, from 0.</param>
/// <param name="AnswerPages">How many screenfuls the answer has; 0 when the card is closed.</param>
/// <param name="ReadingsLeftOut">Readings for which there was no room beside the page.</param>
public readonly record struct ComposedScreen(PixelRect AnswerCard, int AnswerPage, int AnswerPages, int ReadingsLeftOut)
{
    private readonly ImmutableArray<PixelRect> _images;

    /// <summary>Regions of pictures: their greys matter, and they are dithered.</summary>
    public ImmutableArray<PixelRect> Images
    {
        get => _images.IsDefault ? [] : _images;
        init => _images = value;
    }

    /// <summary>Whether a picture lies in a region.</summary>
    internal bool HasImage(PixelRect region)
    {
        foreach (var image in Images)
        {
            if (!image.Intersect(region).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
