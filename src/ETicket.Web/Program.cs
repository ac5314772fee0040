using ETicket.Kernel;
using ETicket.Web.Running;
using ETicket.Web.Verbs;
using Npgsql;

namespace ETicket.Web;

/// <summary>
/// ETicket from the command line: without a word it runs the portal; with a verb it does one thing and leaves. Bad input is one sentence
/// on standard error and exit code 2; nothing is then written.
/// </summary>
public sealed class Program
{
    private static readonly Dictionary<string, Func<Call, CancellationToken, Task<int>>> Verbs = new(StringComparer.Ordinal)
    {
        ["replay"] = ReplayAside.RunAsync,
        ["close-days"] = CloseDaysVerb.RunAsync,
        ["migrate"] = MigrateVerb.RunAsync,
        ["audit"] = AuditVerb.RunAsync,
        ["sign-out"] = AccessVerbs.SignOutAsync,
        ["forget-code"] = AccessVerbs.ForgetCodeAsync,
        ["letters"] = LettersVerb.RunAsync,
        ["documents"] = DocumentsVerb.RunAsync,
    };

    private Program() { }

    public static async Task<int> Main(string[] args)
    {
        using var interrupted = new CancellationTokenSource();
        var progress = ConsoleProgress.OfThisConsole(TimeProvider.System);
        try
        {
            if (args is [var word, ..] && !word.StartsWith('-'))
            {
                Console.CancelKeyPress += (_, e) => { e.Cancel = true; interrupted.Cancel(); };
                return Verbs.TryGetValue(word, out var verb)
                    ? await verb(new Call(args[1..], progress), interrupted.Token)
                    : throw new UnknownVerb(word, string.Join(", ", Verbs.Keys));
            }
            var exit = await PortalHost.RunAsync(args, progress);
            // Threads of the timetable that still wait for a database which is gone do not hold the program.
            Environment.Exit(exit);
            return exit;
        }
        catch (Refusal refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Sentence);
            return 2;
        }
        catch (Exception e) when (OfDatabase(e) is { } problem)
        {
            await Console.Error.WriteLineAsync(new DatabaseSaidNo(Said(problem)).Sentence);
            return 2;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return 130;
        }
    }

    /// <summary>Of a way that broke, also how it broke: a server that left and one that did not answer in time want different hands.</summary>
    private static string Said(NpgsqlException problem) =>
        (problem.InnerException is { } cause ? $"{problem.Message} {cause.Message}" : problem.Message).ReplaceLineEndings(" ").Trim();

    /// <summary>What PostgreSQL or the way to it said, however deep EF Core wrapped it.</summary>
    private static NpgsqlException? OfDatabase(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException!)
        {
            if (inner is NpgsqlException problem)
                return problem;
        }
        return null;
    }
}
