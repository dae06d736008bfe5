using Microsoft.Extensions.Logging;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Service;

public sealed class GatewayCommandTests : IDisposable
{
    private readonly CapturedLog _log = new();
    private readonly TestFolder _folder = new();

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    private Task<int> RunAsync(params string[] args) => GatewayCommand.RunAsync(args, logging => logging.AddProvider(_log), SparkSetup.Cancel);

    [Theory]
    [InlineData("assign", "t/a")]
    [InlineData("desire", "t/a")]
    [InlineData("desire", "t/a", "language")]
    [InlineData("unknown")]
    [InlineData("--config", "/no/such/file.json")]
    [InlineData("--Work:Lanes", "0")]
    [InlineData("--Work:Lanes", "many")]
    [InlineData("assign", "nobody", "t", "--Store:SqliteFile", ":memory:")]
    public async Task Wrong_usage_is_told_in_a_line(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Single(_log.Errors);
    }

    [Fact]
    public async Task Desire_writes_a_wish_for_the_workers()
    {
        var file = _folder.File("gateway.db");
        Assert.Equal(0, await RunAsync("desire", "t/a", "language=en", "model=lite", "--Store:SqliteFile", file));
        await using SqliteAccountStore store = new(new StoreOptions { SqliteFile = file });
        Assert.Equal("en", (await store.DesiredAsync(Facts.Device("t/a"), SparkSetup.Cancel))!.Settings["language"]);
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_a_failure()
    {
        Assert.Equal(1, await RunAsync("assign", "t/a", "t", "--Store:SqliteFile", _folder.File("no/such/folder.db")));
        Assert.Single(_log.Errors);
    }

    [Fact]
    public async Task Assign_takes_its_store_from_a_file()
    {
        var config = _folder.File("gateway.json");
        await File.WriteAllTextAsync(config, $"{{\"Store\":{{\"SqliteFile\":\"{_folder.File("gateway.db")}\"}}}}", SparkSetup.Cancel);
        Assert.Equal(0, await RunAsync("assign", "t/a", "t/home", "--config", config));
        await using SqliteAccountStore store = new(new StoreOptions { SqliteFile = _folder.File("gateway.db") });
        Assert.Equal("t/home", (await store.MachineAsync(Facts.Device("t/a"), SparkSetup.Cancel)).Account);
    }
}
