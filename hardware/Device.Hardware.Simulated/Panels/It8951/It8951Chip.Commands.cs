using System.Text;
using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels.It8951;

// What the chip does with the words of its transactions. Everything here runs under the lock.
public sealed partial class It8951Chip
{
    private const int MostCommands = 4096;

    // I80CPCR, MCSR, LISAR, UP0SR, UP1SR, LUTAFSR, BGVR and the drive strength, each as 16-bit halves.
    private static readonly ushort[] RegisterNumbers =
        [0x0004, 0x0200, 0x0208, 0x020A, 0x1134, 0x1136, 0x1138, 0x113A, 0x1224, 0x1250, 0x0038];

    private readonly Queue<ushort> _commands = new();
    private readonly Dictionary<ushort, ushort> _registers = [];
    private readonly List<ushort> _arguments = [];
    private readonly List<Shown> _shown = [];
    private ushort _command;
    private ushort[] _answer = [];
    private It8951Load? _load;
    private Shown? _waiting;
    private int _vcom;
    private bool _isRunning;

    private bool IsBitmap => (_registers[0x113A] & 4) != 0;

    private bool IsFourByteAligned => _options.LutVersion is "M641" or "M841_TFAB512";

    private uint LoadAddress => ((uint)_registers[0x020A] << 16) | _registers[0x0208];

    private void ResetState()
    {
        foreach (var number in RegisterNumbers)
        {
            _registers[number] = 0;
        }

        _registers[0x020A] = (ushort)(_options.BufferAddress >> 16);
        _registers[0x0208] = (ushort)_options.BufferAddress;
        (_load, _waiting, _answer, _command, _isRunning) = (null, null, [], 0, false);
        _shown.Clear();
        _arguments.Clear();
        SetVcom(_options.ResetVcom);
    }

    private void SetVcom(int millivolts)
    {
        _vcom = millivolts;
        Glass.VcomError = (millivolts - _options.LabelVcom) / 1000.0;
    }

    private void OnCommand(ushort command)
    {
        if (_commands.Count == MostCommands)
        {
            _commands.Dequeue();
        }

        _commands.Enqueue(command);
        if (_command != 0 && _arguments.Count < ArgumentsOf(_command))
        {
            _violations.Add($"command 0x{command:X4} while 0x{_command:X4} lacks arguments");
        }

        if (_load is not null && command != 0x0022)
        {
            _violations.Add($"command 0x{command:X4} inside an image load that lacks {_load.Missing} words");
            _load = null;
        }

        if (command == Faults.HangAfterCommand && command != 0)
        {
            Faults.IsReadyHung = true;
        }

        _arguments.Clear();
        (_command, _answer) = (command, []);
        switch (command)
        {
            case 0x0001:
                _isRunning = true;
                break;
            case 0x0002:
                _isRunning = false;
                break;
            case 0x0003:
                // What sleep keeps is not in the sources read; losing the registers is what a driver must survive.
                var dozing = Glass.Engines == 0;
                if (!dozing)
                {
                    _violations.Add("sleep while the panel is driven");
                }

                ResetState();
                break;
            case 0x0022:
                EndLoad();
                break;
            case 0x0302 when _isRunning:
                _answer = Faults.DeviceInfo is { } info ? [.. info] : DeviceInfo();
                break;
            case 0x0010 or 0x0011 or 0x0020 or 0x0021 or 0x0034 or 0x0037 or 0x0039 when _isRunning:
                break;
            default:
                _violations.Add(_isRunning ? $"command 0x{command:X4} is not known" : $"command 0x{command:X4} before SYS_RUN");
                _command = 0;
                break;
        }
    }

    private void OnWord(ushort word)
    {
        if (_load is { } load)
        {
            if (_registers[0x0004] != 1)
            {
                _violations.Add("pixels while packed writing is off");
            }
            else if (!load.Store(word, _memory, _options.Width))
            {
                _violations.Add("more pixels than the area has");
            }

            return;
        }

        if (_command == 0 || _arguments.Count >= ArgumentsOf(_command))
        {
            _violations.Add($"data 0x{word:X4} after command 0x{_command:X4}, which wants no more");
            return;
        }

        _arguments.Add(word);
        if (_arguments.Count == ArgumentsOf(_command))
        {
            Execute();
        }
    }

    private int ArgumentsOf(ushort command) => command switch
    {
        0x0010 or 0x0020 => 1,
        0x0011 => 2,
        0x0021 or 0x0034 => 5,
        0x0037 => 7,
        0x0039 => _arguments.Count > 0 && _arguments[0] == 1 ? 2 : 1,
        _ => 0,
    };

    private void Execute()
    {
        switch (_command)
        {
            case 0x0010:
                _answer = [Register(_arguments[0])];
                break;
            case 0x0011 when _registers.ContainsKey(_arguments[0]) && _arguments[0] != 0x1224:
                _registers[_arguments[0]] = _arguments[1];
                break;
            case 0x0011:
                _violations.Add($"a write to register 0x{_arguments[0]:X4}");
                break;
            case 0x0020:
                BeginLoad(_arguments[0], new PixelRect(0, 0, _options.Width, _options.Height));
                break;
            case 0x0021:
                BeginLoad(_arguments[0], new PixelRect(_arguments[1], _arguments[2], _arguments[3], _arguments[4]));
                break;
            case 0x0034:
                Display(_options.BufferAddress);
                break;
            case 0x0037:
                Display(((uint)_arguments[6] << 16) | _arguments[5]);
                break;
            case 0x0039 when _arguments[0] == 0:
                _answer = [(ushort)_vcom];
                break;
            case 0x0039 when _arguments[0] == 1 && _arguments[1] is > 0 and < 5000:
                SetVcom(_arguments[1]);
                break;
            default:
                _violations.Add($"command 0x{_command:X4} with {string.Join(", ", _arguments)}");
                break;
        }
    }

    private ushort Register(ushort number)
    {
        if (number == 0x1224)
        {
            TryStartWaiting();
            return (ushort)(Glass.Engines | (Faults.IsLutHung ? 0x8000u : 0));
        }

        if (_registers.TryGetValue(number, out var value))
        {
            return value;
        }

        _violations.Add($"a read of register 0x{number:X4}");
        return 0;
    }

    private void OnRead(Span<byte> answer)
    {
        if (_answer.Length * 2 != answer.Length)
        {
            _violations.Add($"{answer.Length / 2} words read after command 0x{_command:X4}, which has {_answer.Length}");
        }

        for (var i = 0; i < Math.Min(_answer.Length, answer.Length / 2); i++)
        {
            var word = Faults.IsMute ? 0 : _answer[i];
            (answer[i * 2], answer[(i * 2) + 1]) = ((byte)(word >> 8), (byte)word);
        }

        if (Faults.FlipShare > 0 && _noise.NextDouble() < Faults.FlipShare)
        {
            var bit = _noise.Next(answer.Length * 8);
            answer[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private ushort[] DeviceInfo()
    {
        var info = new ushort[20];
        (info[0], info[1]) = ((ushort)_options.Width, (ushort)_options.Height);
        (info[2], info[3]) = ((ushort)_options.BufferAddress, (ushort)(_options.BufferAddress >> 16));
        Put(_options.FirmwareVersion, info.AsSpan(4, 8));
        Put(_options.LutVersion, info.AsSpan(12, 8));
        return info;

        static void Put(string text, Span<ushort> words)
        {
            Span<byte> bytes = stackalloc byte[16];
            bytes.Clear();
            Encoding.ASCII.GetBytes(text, bytes);
            for (var i = 0; i < words.Length; i++)
            {
                words[i] = (ushort)((bytes[i * 2] << 8) | bytes[(i * 2) + 1]);
            }
        }
    }

    private void BeginLoad(ushort mode, PixelRect area)
    {
        var (bits, isBig, rotation) = ((mode >> 4) & 3, ((mode >> 8) & 1) == 1, mode & 3);
        bits = bits switch { 0 => 2, 1 => 3, 2 => 4, _ => 8 };
        var step = 16 / bits;
        if (bits == 3 || rotation != 0 || (mode & ~0x0133) != 0)
        {
            _violations.Add($"a load of mode 0x{mode:X4}, which is not emulated");
        }
        else if (area.IsEmpty || area.Right > _options.Width || area.Bottom > _options.Height || area.X % step != 0 || area.Width % step != 0)
        {
            _violations.Add($"a load of {area} at {bits} bits a pixel: inside the panel, x and width multiples of {step} were expected");
        }
        else if (LoadAddress + ((long)_options.Width * _options.Height) > _memory.Length)
        {
            _violations.Add($"a load at 0x{LoadAddress:X8}, beyond the memory");
        }
        else if (IsTearing(new Shown(area, LoadAddress, false, default, false)))
        {
            _violations.Add($"a load of {area} while it is being shown");
        }
        else
        {
            _load = new It8951Load(area, bits, isBig, LoadAddress);
        }
    }

    private void EndLoad()
    {
        if (_load is null or { Missing: > 0 })
        {
            _violations.Add($"the end of an image load that lacks {_load?.Missing ?? 0} words");
        }

        _load = null;
    }

    private void Display(uint address)
    {
        var area = new PixelRect(_arguments[0], _arguments[1], _arguments[2], _arguments[3]);
        var waveform = WaveformOf(_arguments[4]);
        var step = IsBitmap ? (IsFourByteAligned ? 32 : 16) : 4;
        var shown = new Shown(area, address, IsBitmap, waveform ?? default, true);
        if (area.IsEmpty || area.Right > _options.Width || area.Bottom > _options.Height || area.X % step != 0 || area.Width % step != 0)
        {
            _violations.Add($"a display of {area}{(IsBitmap ? " in bitmap mode" : "")}: inside the panel, x and width multiples of {step} were expected");
        }
        else if (waveform is null)
        {
            _violations.Add($"waveform {_arguments[4]}, which {_options.LutVersion} does not have");
        }
        else if (address + ((long)_options.Width * _options.Height) > _memory.Length)
        {
            _violations.Add($"a display from 0x{address:X8}, beyond the memory");
        }
        else if (IsTearing(shown))
        {
            _violations.Add($"a display of {area} while it is being driven");
        }
        else
        {
            _waiting = shown;
            TryStartWaiting();
        }
    }

    /// <summary>Whether the strict chip refuses because of what is being driven.</summary>
    private bool IsTearing(Shown next)
    {
        if (Glass.Engines == 0)
        {
            _shown.Clear();
        }

        return _options.Strictness switch
        {
            It8951Strictness.Idle => _shown.Count > 0,
            It8951Strictness.Overlap => _shown.Exists(s => next.IsDisplay ? Overlap(s.Area, next.Area) : s.Address == next.Address && Overlap(s.Bytes, next.Area)),
            _ => false,
        };
    }

    private void TryStartWaiting()
    {
        if (_waiting is { } shown && Glass.TryDrive(shown.Area, Greys(shown), shown.Area.Width, shown.Waveform, shown.Waveform is Waveform.Gc16 or Waveform.Init))
        {
            if (Glass.Engines != 0)
            {
                _shown.Add(shown);
            }

            _waiting = null;
        }
    }

    private byte[] Greys(Shown shown)
    {
        var greys = new byte[shown.Area.Width * shown.Area.Height];
        var (ones, zeros) = (_registers[0x1250] & 0xFF, _registers[0x1250] >> 8);
        (ones, zeros) = _options.OnesFromHighByte ? (zeros, ones) : (ones, zeros);
        var at = 0;
        for (var y = shown.Area.Y; y < shown.Area.Bottom; y++)
        {
            for (var x = shown.Area.X; x < shown.Area.Right; x++)
            {
                var row = shown.Address + ((long)y * _options.Width);
                var value = shown.IsBitmap ? ((_memory[row + (x / 8)] >> (x % 8)) & 1) == 1 ? ones : zeros : _memory[row + x];
                greys[at++] = (byte)((value >> 4) * 17);
            }
        }

        return greys;
    }

    private Waveform? WaveformOf(int number) => (number, _options.LutVersion.StartsWith("M841", StringComparison.Ordinal)) switch
    {
        (0, _) => Waveform.Init,
        (1, _) => Waveform.Du,
        (2, _) => Waveform.Gc16,
        (3, _) => Waveform.Gl16,
        (4, false) => Waveform.A2,
        (4, true) => Waveform.Glr16,
        (5, true) => Waveform.Gld16,
        (6, true) => Waveform.A2,
        (7, true) => Waveform.Du4,
        _ => null,
    };

    /// <summary>Something on its way to the glass, or a load compared with it.</summary>
    private readonly record struct Shown(PixelRect Area, uint Address, bool IsBitmap, Waveform Waveform, bool IsDisplay)
    {
        /// <summary>The image buffer's bytes that hold it.</summary>
        internal PixelRect Bytes => IsBitmap ? new PixelRect(Area.X / 8, Area.Y, (Area.Width + 7) / 8, Area.Height) : Area;
    }
}
