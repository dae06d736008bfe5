using Device.Storage.Tests;

if (args is [AppendingChild.Verb, var folder, var count, var writers])
{
    return await AppendingChild.RunAsync(folder, int.Parse(count, null), int.Parse(writers, null));
}

if (args is [WholeStoreChild.Verb, var data, var rounds])
{
    return WholeStoreChild.Run(data, int.Parse(rounds, null));
}

if (args is [RecordingChild.Verb, var recordings])
{
    return await RecordingChild.RunAsync(recordings);
}

return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
