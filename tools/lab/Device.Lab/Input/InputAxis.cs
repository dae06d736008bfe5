namespace Device.Lab.Input;

/// <summary>An axis that a device of the lab has.</summary>
/// <param name="Code">Its number in linux/input-event-codes.h.</param>
/// <param name="Minimum">Lowest value.</param>
/// <param name="Maximum">Highest value.</param>
/// <param name="Resolution">Units per millimetre or radian; 0 for not said.</param>
internal readonly record struct InputAxis(ushort Code, int Minimum, int Maximum, int Resolution = 0);
