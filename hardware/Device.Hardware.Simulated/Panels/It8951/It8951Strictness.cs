namespace Device.Hardware.Simulated.Panels.It8951;

/// <summary>What the emulated controller refuses while it drives the glass.</summary>
public enum It8951Strictness
{
    /// <summary>Nothing: a display command for pixels being driven keeps HRDY low until they rest.</summary>
    Lenient,

    /// <summary>A load into memory that is being shown, and a display command for a region that touches one being driven.</summary>
    Overlap,

    /// <summary>Every load and display command until nothing is driven.</summary>
    Idle,
}
