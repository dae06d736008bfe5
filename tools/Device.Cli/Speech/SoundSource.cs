using System.CommandLine;
using Device.Boards;
using Device.Core.Speech;
using Device.Hardware.Audio;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Speech;

/// <summary>Which microphone a verb listens to: one that ALSA names, or a board's.</summary>
internal sealed class SoundSource
{
    private readonly Option<string?> _board = new("--board") { Description = "The board profile whose microphone is used: a file, or a name.", HelpName = "NAME|FILE" };

    private readonly Option<string> _device = new("--device")
    {
        Description = "The microphone by its name in ALSA (arecord -L lists them); of no effect with --board.", HelpName = "NAME", DefaultValueFactory = _ => "default",
    };

    private readonly Option<bool> _emulated = new("--emulated") { Description = "Emulate the board's devices." };

    internal void AddTo(Verb verb)
    {
        verb.Add(_board);
        verb.Add(_device);
        verb.Add(_emulated);
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">It cannot be opened; the message says why.</exception>
    internal IMicrophone Open(ParseResult parsed)
    {
        if (parsed.GetValue(_board) is not { } board)
        {
            return AlsaMicrophone.Open(new MicrophoneOptions { RecordingDeviceName = parsed.GetRequiredValue(_device) });
        }

        try
        {
            return new BoardSound(BoardFile.Read(board), parsed.GetValue(_emulated), TimeProvider.System, NullLoggerFactory.Instance).OpenMicrophone()
                ?? throw new CliException($"board '{board}' names no microphone");
        }
        catch (BoardException e)
        {
            throw new CliException(e.Message);
        }
    }
}
