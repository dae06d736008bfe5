namespace Device.Storage.Tests;

public sealed class KeyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_file_is_made_for_its_owner_alone_and_read_back()
    {
        var source = new FileKeySource(_folder.At("keys/storage.key"));
        var first = source.Add();
        var second = source.Add();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(source.Place));
        Assert.Equal([first.Number, second.Number], source.Read().Keys.Select(k => k.Number));
        Assert.Equal(second.Number, source.Read().Current!.Number);
        source.Drop(first.Number);
        Assert.Equal([second.Number], source.Read().Keys.Select(k => k.Number));
        Assert.Contains("is the one that encrypts", Assert.Throws<StorageKeyException>(() => source.Drop(second.Number)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_others_may_read_is_refused_with_its_name_and_mode()
    {
        var source = new FileKeySource(_folder.At("storage.key"));
        source.Add();
        File.SetUnixFileMode(source.Place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var error = Assert.Throws<StorageKeyException>(source.Read);
        Assert.Contains(source.Place, error.Message, StringComparison.Ordinal);
        Assert.Contains("0604", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_in_a_key_file_is_said_with_its_line_and_without_the_key()
    {
        var digits = new string('a', 63);
        WriteOwn("storage.key", $"# one\n{digits}\n");
        var error = Assert.Throws<StorageKeyException>(new FileKeySource(_folder.At("storage.key")).Read);
        Assert.Contains("line 2: 63 characters", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(digits, error.Message, StringComparison.Ordinal);
        WriteOwn("storage.key", "# none\n");
        Assert.Contains("0 keys", Assert.Throws<StorageKeyException>(new FileKeySource(_folder.At("storage.key")).Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_come_from_the_file_named_then_from_the_services_credentials_then_from_the_data_folder_and_else_there_are_none()
    {
        Assert.Null(KeySources.Read(_folder.Path, "", null).Current);
        Assert.Throws<StorageKeyException>(() => KeySources.Read(_folder.Path, _folder.At("named"), null));
        var own = new FileKeySource(_folder.At(KeySources.FileInData)).Add();
        var named = new FileKeySource(_folder.At("named")).Add();
        Directory.CreateDirectory(_folder.At("credentials"));
        Assert.Equal(own.Number, KeySources.Read(_folder.Path, "", _folder.At("credentials")).Current!.Number);
        var handed = new FileKeySource(_folder.At("credentials/storage.key")).Add();
        File.SetUnixFileMode(_folder.At("credentials/storage.key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal(handed.Number, KeySources.Read(_folder.Path, "", _folder.At("credentials")).Current!.Number);
        Assert.Equal(named.Number, KeySources.Read(_folder.Path, _folder.At("named"), _folder.At("credentials")).Current!.Number);
    }

    [Fact]
    public void A_keys_number_says_nothing_about_it_and_stays_the_same()
    {
        Assert.Equal(JournalFixture.Keys(1).Current!.Number, JournalFixture.Keys(1).Current!.Number);
        Assert.NotEqual(JournalFixture.Keys(1).Current!.Number, JournalFixture.Keys(2).Current!.Number);
        Assert.DoesNotContain("0101", JournalFixture.Keys(1).Current!.ToString(), StringComparison.Ordinal);
    }

    private void WriteOwn(string name, string text)
    {
        File.WriteAllText(_folder.At(name), text);
        File.SetUnixFileMode(_folder.At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
