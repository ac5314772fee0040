using ETicket.Benchmarks;
using ETicket.Benchmarks.Cases;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Report;

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stopping.Cancel();
};
var options = Options.Read(args);
var board = new Board();
await using var server = await BenchServer.StartAsync(options, stopping.Token);
var settings = await server.SettingsAsync(stopping.Token);
Console.WriteLine(settings);

(string Name, Func<BenchServer, Options, Board, CancellationToken, Task> Run)[] cases =
[
    ("topup", TopUpCase.RunAsync), ("tick", TickCase.RunAsync), ("closing", ClosingCase.RunAsync), ("reading", ReadingCase.RunAsync), ("audit", AuditCase.RunAsync), ("foresight", ForesightCase.RunAsync),
    ("telling", TellingCase.RunAsync), ("letters", LettersCase.RunAsync), ("invoices", InvoicesCase.RunAsync), ("page", PageCase.RunAsync),
];
foreach (var (_, run) in cases.Where(c => options.Wants(c.Name)))
    await run(server, options, board, stopping.Token);

board.Print();
if (options.Json is { } file)
    await board.WriteAsync(file, settings, stopping.Token);
return 0;
