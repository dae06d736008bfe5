namespace Device.Hardware.Panels.RockchipEbc;

/// <summary>The request numbers of /dev/ebc. Some makers insert one of their own, which shifts those after it. 0 to 65,535.</summary>
public sealed record EbcCommands
{
    /// <summary>Takes a free buffer; is held up while there is none.</summary>
    public int GetBuffer { get; set; } = 0x7000;

    /// <summary>Shows a buffer that was taken.</summary>
    public int SendBuffer { get; set; } = 0x7001;

    /// <summary>Asks for the panel's size.</summary>
    public int GetInfo { get; set; } = 0x7002;

    /// <summary>Lets ink through beside the pictures.</summary>
    public int EnableOverlay { get; set; } = 0x7004;

    /// <summary>Ends that.</summary>
    public int DisableOverlay { get; set; } = 0x7005;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the numbers are good.</returns>
    public IReadOnlyList<OptionFault> Validate()
    {
        var check = new OptionCheck();
        (string Field, int Value)[] all =
            [("getBuffer", GetBuffer), ("sendBuffer", SendBuffer), ("getInfo", GetInfo), ("enableOverlay", EnableOverlay), ("disableOverlay", DisableOverlay)];
        foreach (var (field, value) in all)
        {
            check.Range(field, value, 0, 0xFFFF);
            check.Require(all.Count(a => a.Value == value) == 1, field, $"0x{value:X4}", "a number of its own");
        }

        return check.Faults;
    }
}
