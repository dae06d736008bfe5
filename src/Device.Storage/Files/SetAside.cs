using System.Text;

namespace Device.Storage;

/// <summary>Damaged bytes are kept in a folder <c>setaside</c> beside the file they come from, each with a note that says what they are.</summary>
internal static class SetAside
{
    public const string FolderName = "setaside";
    public const string NoteExtension = ".note.txt";

    /// <summary>Copies a part of a file; durable on return.</summary>
    /// <returns>The name given to it.</returns>
    public static string Copy(IStorageFolder folder, IStorageFile file, long offset, long length, string name, string note)
    {
        var target = folder.Subfolder(FolderName);
        name = FreeName(folder, name);
        using (var copy = target.Create(name))
        {
            var buffer = new byte[64 * 1024];
            for (long done = 0; done < length;)
            {
                var read = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - done)), offset + done);
                if (read == 0)
                {
                    break;
                }

                copy.Write(buffer.AsSpan(0, read), done);
                done += read;
            }

            copy.Sync();
        }

        WriteNote(target, name, note);
        return name;
    }

    /// <summary>Moves a whole file; durable on return.</summary>
    /// <returns>The name it has there.</returns>
    public static string Move(IStorageFolder folder, string file, string note)
    {
        var target = folder.Subfolder(FolderName);
        var name = FreeName(folder, file);
        folder.MoveInto(file, target, name);
        WriteNote(target, name, note);
        folder.SyncNames();
        return name;
    }

    /// <summary>Moves a whole file out of a folder into the one beside it; durable on return.</summary>
    /// <returns>The name it has there.</returns>
    public static string MoveFrom(IStorageFolder root, IStorageFolder source, string file, string name, string note)
    {
        var target = root.Subfolder(FolderName);
        name = FreeName(root, name);
        source.MoveInto(file, target, name);
        WriteNote(target, name, note);
        source.SyncNames();
        return name;
    }

    /// <summary>How many things were set aside, notes not counted.</summary>
    public static int Count(IStorageFolder folder) =>
        folder.Names(FolderName).Count(n => !n.EndsWith(NoteExtension, StringComparison.Ordinal));

    private static void WriteNote(IStorageFolder target, string name, string note)
    {
        using (var file = target.Create(name + NoteExtension))
        {
            file.Write(Encoding.UTF8.GetBytes(note + "\n"), 0);
            file.Sync();
        }

        target.SyncNames();
    }

    private static string FreeName(IStorageFolder folder, string name)
    {
        var taken = folder.Names(FolderName);
        var free = name;
        for (var i = 2; taken.Contains(free) || taken.Contains(free + NoteExtension); i++)
        {
            free = $"{name}.{i}";
        }

        return free;
    }
}
