namespace Device.Link;

/// <summary>Battery and supply as the co-processor measures them: 12 bytes.</summary>
public readonly struct PowerStatus
{
    /// <summary>The encoded length in bytes.</summary>
    public const int Length = 12;

    /// <summary>The value of <see cref="BatteryMillivolts"/> when nothing is measured.</summary>
    public const ushort UnknownMillivolts = 0;

    /// <summary>The value of <see cref="BatteryPercent"/> when nothing is measured.</summary>
    public const byte UnknownPercent = 255;

    /// <summary>The value of <see cref="TemperatureDecidegrees"/> when nothing is measured.</summary>
    public const short UnknownTemperature = short.MinValue;

    private const int ExternalBit = 1;
    private const int ChargingBit = 2;

    /// <summary>Makes the payload.</summary>
    public PowerStatus(
        ushort batteryMillivolts,
        byte batteryPercent,
        BatteryLevel level,
        bool isExternalPower,
        bool isCharging,
        short batteryMilliamps,
        short temperatureDecidegrees)
    {
        BatteryMillivolts = batteryMillivolts;
        BatteryPercent = batteryPercent;
        Level = level;
        IsExternalPower = isExternalPower;
        IsCharging = isCharging;
        BatteryMilliamps = batteryMilliamps;
        TemperatureDecidegrees = temperatureDecidegrees;
    }

    /// <summary>Battery voltage in millivolts; 0 when not measured.</summary>
    public ushort BatteryMillivolts { get; }

    /// <summary>Charge in percent, 0..100; 255 when not measured.</summary>
    public byte BatteryPercent { get; }

    /// <summary>What the thresholds say of the voltage.</summary>
    public BatteryLevel Level { get; }

    /// <summary>A charger or cable supplies the machine.</summary>
    public bool IsExternalPower { get; }

    /// <summary>The battery is being charged.</summary>
    public bool IsCharging { get; }

    /// <summary>Battery current in milliamperes, positive when charging; 0 when not measured.</summary>
    public short BatteryMilliamps { get; }

    /// <summary>Battery temperature in tenths of a degree Celsius; <see cref="UnknownTemperature"/> when not measured.</summary>
    public short TemperatureDecidegrees { get; }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(byte[] destination, int offset)
    {
        ByteOrder.WriteUInt16(destination, offset, BatteryMillivolts);
        destination[offset + 2] = BatteryPercent;
        destination[offset + 3] = (byte)((IsExternalPower ? ExternalBit : 0) | (IsCharging ? ChargingBit : 0));
        ByteOrder.WriteInt16(destination, offset + 4, BatteryMilliamps);
        ByteOrder.WriteInt16(destination, offset + 6, TemperatureDecidegrees);
        destination[offset + 8] = (byte)Level;
        destination[offset + 9] = 0;
        destination[offset + 10] = 0;
        destination[offset + 11] = 0;
    }

    /// <summary>Reads a payload; bytes behind the known ones are ignored.</summary>
    /// <returns>False when the payload is too short.</returns>
    public static bool TryRead(byte[] payload, out PowerStatus value)
    {
        if (payload.Length < Length)
        {
            value = default;
            return false;
        }

        value = new PowerStatus(
            ByteOrder.ReadUInt16(payload, 0),
            payload[2],
            (BatteryLevel)payload[8],
            (payload[3] & ExternalBit) != 0,
            (payload[3] & ChargingBit) != 0,
            ByteOrder.ReadInt16(payload, 4),
            ByteOrder.ReadInt16(payload, 6));
        return true;
    }
}
