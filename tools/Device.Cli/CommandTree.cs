using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Device.Cli.Blobs;
using Device.Cli.Doctor;
using Device.Cli.Ink;
using Device.Cli.Journals;
using Device.Cli.Keys;
using Device.Cli.Models;
using Device.Cli.Notes;
using Device.Cli.Pens;
using Device.Cli.SelfTests;
using Device.Cli.Speech;
using Device.Cli.Sync;

namespace Device.Cli;

/// <summary>Every verb, and what they have in common: help with an example, exit codes, errors of one line.</summary>
internal static class CommandTree
{
    internal static async Task<int> RunAsync(string[] args, InvocationConfiguration configuration)
    {
        var parsed = Root().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var problem in parsed.Errors)
            {
                await configuration.Error.WriteLineAsync(problem.Message);
            }

            await configuration.Error.WriteLineAsync($"Usage: {Verb.FullName(parsed.CommandResult.Command)} --help");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(configuration);
    }

    private static RootCommand Root()
    {
        var shared = new SharedOptions();
        var root = new RootCommand("Device's command line: reads ink, hears speech, checks models, journals and hardware.")
        {
            Group("ink", "Handwriting.", RecognizeVerb.Create(shared), EvalVerb.Create(shared), OrderVerb.Create()),
            Group(
                "journal", "The journal of a data folder, and what is made from it.",
                JournalVerifyVerb.Create(shared), JournalDumpVerb.Create(shared), JournalRebuildVerb.Create(shared), JournalCompactVerb.Create(shared)),
            Group("key", "The keys that notes are encrypted with at rest.", KeyListVerb.Create(shared), KeyRotateVerb.Create(shared), KeyDropVerb.Create(shared)),
            Group("blob", "Audio and images.", BlobListVerb.Create(shared), BlobVerifyVerb.Create(shared)),
            Group("pen", "Recordings of digitisers, to be played where there is none.", PenRecordVerb.Create(shared), PenShowVerb.Create()),
            Group("sync", "What is on its way to the cloud and back.", SyncStatusVerb.Create(shared), SyncNowVerb.Create(shared), SyncMeteredVerb.Create(shared)),
            Group(
                "speech", "The microphone, recordings, and what is said.",
                RecordVerb.Create(), ListenVerb.Create(), RecordingListVerb.Create(shared), RecordingImportVerb.Create(shared), RecordingExportVerb.Create(shared),
                TranscribeVerb.Create(shared), SpeechEvalVerb.Create(shared), AssessVerb.Create(shared), EnrollVerb.Create(shared)),
            Group("note", "What is written in the notes.", NoteSearchVerb.Create(shared)),
            Group("model", "Models that the recognisers use.", ListVerb.Create(shared), VerifyVerb.Create(shared)),
        };
        root.Subcommands.Add(SelfTestVerb.Create(shared));
        root.Subcommands.Add(DoctorVerb.Create(shared));
        root.Options.Add(shared.Data);
        root.Options.Add(shared.KeyFile);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        return root;
    }

    private static Command Group(string name, string description, params Command[] verbs)
    {
        var group = new Command(name, description);
        foreach (var verb in verbs)
        {
            group.Subcommands.Add(verb);
        }

        return group;
    }
}
