using System.Buffers.Binary;
using System.Diagnostics;
using Device.Lab.Input;

namespace Device.Lab.Power;

/// <summary>The chip that keeps keys, as a program reaches it: /dev/tpm0, with a software chip behind the kernel's own driver.</summary>
internal static class TpmChecks
{
    private const string Chip = "/dev/tpm0";

    public static IReadOnlyList<LabCheck> All => [new("tpm-gives-random-bytes", RandomAsync)];

    private static async Task<string> RandomAsync(LabBench bench, CancellationToken ct)
    {
        if (!File.Exists("/usr/bin/swtpm"))
        {
            throw new LabSkipException("swtpm could not be had for this machine");
        }

        var folder = Directory.CreateTempSubdirectory("tpm").FullName;
        using (var modprobe = Process.Start("modprobe", "tpm_vtpm_proxy"))
        {
            await modprobe.WaitForExitAsync(ct);
        }

        // The kernel gives a chip a time in which to start; one that had no processor is taken away again.
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await AskChipAsync(bench, folder, ct);
            }
            catch (LabException) when (tries < 4)
            {
                await bench.WaitAsync(1_000, ct);
            }
        }
    }

    private static async Task<string> AskChipAsync(LabBench bench, string folder, CancellationToken ct)
    {
        var start = new ProcessStartInfo("swtpm", $"chardev --vtpm-proxy --tpm2 --tpmstate dir={folder}") { RedirectStandardOutput = true, RedirectStandardError = true };
        using var chip = Process.Start(start) ?? throw new LabException("swtpm does not start");
        var said = chip.StandardError.ReadToEndAsync(ct);
        try
        {
            await bench.UntilAsync(Chip, () => File.Exists(Chip) || chip.HasExited, ct);
            Expect.That(!chip.HasExited, $"swtpm ended: {(chip.HasExited ? await said : "")}");

            // TPM2_GetRandom of 32 bytes, without a session.
            byte[] command = [0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x7B, 0, 32];
            var (first, second) = (Ask(command), Ask(command));
            Expect.That(!first.SequenceEqual(second), "two answers are the same");
            return "TPM2_GetRandom through the kernel's /dev/tpm0, 32 bytes";
        }
        finally
        {
            if (!chip.HasExited)
            {
                chip.Kill();
                await chip.WaitForExitAsync(ct);
            }
        }
    }

    private static byte[] Ask(byte[] command)
    {
        using var file = InputNative.Open(Chip);
        InputNative.Check("write to the chip", InputNative.Write(file, in command[0], command.Length));
        var answer = new byte[4096];
        var length = (int)InputNative.Read(file, ref answer[0], answer.Length);
        InputNative.Check("read from the chip", length);
        Expect.Same("length of the answer", length, BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(2)));
        Expect.Same("response code", 0, BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(6)));
        Expect.Same("number of bytes", 32, BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(10)));
        return answer[12..44];
    }
}
