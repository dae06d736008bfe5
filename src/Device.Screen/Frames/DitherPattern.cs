namespace Device.Screen.Frames;

/// <summary>How greys between a panel's levels are spread over pixels. Both stay where they are when a part is drawn anew.</summary>
public enum DitherPattern
{
    /// <summary>Bayer's matrix of 8 x 8: regular, its structure shows.</summary>
    Ordered = 0,

    /// <summary>A matrix of 64 x 64 without structure (void and cluster): looks like fine grain.</summary>
    BlueNoise = 1,
}
