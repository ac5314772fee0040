using ETicket.Web.Replay;

namespace ETicket.IntegrationTests.Replay;

/// <summary>What is wrong in a folder is said with its file, its line and its column, before anything is opened or written.</summary>
public sealed class RefusedFilesTests
{
    private const string Martin = "Q2025-000001;2025-11-03;19:12;MARTIN;PAYFIP_CB;sale;CANT-B;10;320;3200;3200;ET25000001;P;100001;;";

    /// <summary>File, what is replaced in it, by what, and the line and column the complaint must name.</summary>
    public static TheoryData<string, string, string, int, string> Changes => new()
    {
        { "prices.csv", "unit_cents", "price", 1, "unit_cents" },
        { "prices.csv", "2025-11-01;410", "2025-11-01;4,10", 4, "unit_cents" },
        { "prices.csv", "2025-11-01;410", "2025-11-01;0", 4, "unit_cents" },
        { "prices.csv", "CANT-C;CANTINE;2025-11-01", "CANT-C;CANTINE;01/11/2025", 4, "from" },
        { "prices.csv", "CANT-C;CANTINE;2025-11-01;410", "CANT-C;CANTINE;2025-11-01;410\nCANT-C;CANTINE;2025-11-01;420", 5, "from" },
        { "prices.csv", "CANT-C;CANTINE;2025-11-01;410", "CANT-C;CANTINE;2025-11-01;410\nCANT-C;MENSA;2025-12-01;420", 5, "service" },
        { "families.csv", "MARTIN;CANT-B;1;0", "MARTIN;CANT-Z;1;0", 2, "canteen_tariff" },
        { "families.csv", "MARTIN;CANT-B;1;0", "MARTIN;CANT-B;;0", 2, "children" },
        { "families.csv", "LEROY;CANT-C;1;0", "MARTIN;CANT-C;1;0", 4, "family" },
        { "families.csv", "LEROY;CANT-C;1;0", "LEROY;CANT-C;1", 4, "family" },
        { "opening_balances.csv", "LEROY;CANT-C;0", "LEROI;CANT-C;0", 5, "family" },
        { "opening_balances.csv", "LEROY;CANT-C;0", "MARTIN;CANT-B;1", 5, "ticket_type" },
        { "opening_balances.csv", "LEROY;CANT-C;0", "LEROY;CANT-C;1e3", 5, "opening_qty" },
        { "receipts.csv", ";origin;", ";source;", 1, "origin" },
        { "receipts.csv", Martin, "QX25-000001;2025-11-03;19:12;MARTIN;PAYFIP_CB;sale;CANT-B;10;320;3200;3200;ET25000001;P;100001;;", 2, "receipt" },
        { "receipts.csv", "2025-11-03;19:12", "2025-11-31;19:12", 2, "date" },
        { "receipts.csv", "2025-11-03;19:12", "2025-11-03;25:12", 2, "time" },
        { "receipts.csv", "2025-11-03;19:12", "2025-11-03;", 2, "time" },
        { "receipts.csv", "19:12;MARTIN", "19:12;MARTEL", 2, "family" },
        { "receipts.csv", "PAYFIP_CB;sale", "TROC;sale", 2, "means" },
        { "receipts.csv", "PAYFIP_CB;sale", "PAYFIP_CB;gift", 2, "kind" },
        { "receipts.csv", "sale;CANT-B;10;320", "sale;CANT-Z;10;320", 2, "ticket_type" },
        { "receipts.csv", "CANT-B;10;320;3200;3200", "CANT-B;12,50;320;3200;3200", 2, "qty" },
        { "receipts.csv", "CANT-B;10;320;3200;3200", "CANT-B;;320;3200;3200", 2, "qty" },
        { "receipts.csv", "CANT-B;10;320;3200;3200", "CANT-B;-10;320;-3200;-3200", 2, "qty" },
        { "receipts.csv", "CANT-B;10;320;3200;3200", "CANT-B;10;330;3300;3300", 2, "unit_cents" },
        { "receipts.csv", "CANT-B;10;320;3200;3200", "CANT-B;10;320;3100;3100", 2, "line_cents" },
        { "receipts.csv", "CANT-B;10;320;3200;3200", "CANT-B;10;320;3200;3300", 2, "receipt_total_cents" },
        { "receipts.csv", "BUS;10;80;800;2800", "BUS;10;80;800;2900", 4, "receipt_total_cents" },
        { "receipts.csv", "Q2025-000003", "Q2025-000004", 5, "receipt" },
        { "receipts.csv", "Q2025-000003;2025-11-04", "Q2025-000003;2025-11-02", 5, "date" },
        { "receipts.csv", "ET25000001;P;", "ET25000001;R;", 2, "resultrans" },
        { "receipts.csv", "LEROY;CHEQUE;sale;CANT-C;10;410;4100;4100;;;", "LEROY;PAYFIP_CB;sale;BUS;1;80;80;80;ET25000003;P;100003", 5, "receipt_total_cents" },
        { "consumption.csv", "2025-11-03;MARTIN;CANT-B;consumption;-1", "2025-11-03;MARTEL;CANT-B;consumption;-1", 2, "family" },
        { "consumption.csv", "2025-11-03;MARTIN;CANT-B;consumption;-1", "2025-11-03;MARTIN;CANT-Z;consumption;-1", 2, "ticket_type" },
        { "consumption.csv", "2025-11-03;MARTIN;CANT-B;consumption;-1", "2025-10-03;MARTIN;CANT-B;consumption;-1", 2, "ticket_type" },
        { "consumption.csv", "2025-11-03;MARTIN;CANT-B;consumption;-1", "2025-11-03;MARTIN;CANT-B;eaten;-1", 2, "kind" },
        { "consumption.csv", "2025-11-03;MARTIN;CANT-B;consumption;-1", "2025-11-03;MARTIN;CANT-B;consumption;1", 2, "qty" },
        { "consumption.csv", "recredit_sickness;1", "recredit_sickness;-1", 18, "qty" },
        { "consumption.csv", "recredit_sickness;1", "recredit_sickness;2", 18, "qty" },
    };

    /// <summary>A document that undoes a sale, and the column the complaint must name.</summary>
    public static TheoryData<string, string> Undoings => new()
    {
        { "R2025-000001;2025-11-10;00:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;10;410;4100;4100;;;;Q2025-000003;", "qty" },
        { "R2025-000001;2025-11-10;00:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;-10;410;-4100;-4100;;;;Q2025-000009;", "origin" },
        { "R2025-000001;2025-11-10;00:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;-11;410;-4510;-4510;;;;Q2025-000003;", "qty" },
        { "R2025-000001;2025-11-10;00:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;-1;400;-400;-400;;;;Q2025-000003;", "qty" },
        { "R2025-000001;2025-11-10;00:00;LEROY;PAYFIP_CB;unpaid_cheque;CANT-C;-10;410;-4100;-4100;;;;Q2025-000003;", "means" },
        { "R2025-000001;2025-11-10;00:00;MARTIN;CHEQUE;unpaid_cheque;CANT-C;-10;410;-4100;-4100;;;;Q2025-000003;", "origin" },
        { "R2025-000001;2025-11-03;00:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;-10;410;-4100;-4100;;;;Q2025-000003;", "origin" },
        { "R2025-000001;2025-11-10;00:00;LEROY;CHEQUE;refund_by_commune;CANT-C;-1;410;-410;-410;;;;;", "means" },
        { "Q2025-000004;2025-11-10;10:00;LEROY;CHEQUE;unpaid_cheque;CANT-C;-1;410;-410;-410;;;;;", "kind" },
        { "Q2025-000004;2025-11-10;10:00;LEROY;CHEQUE;cancel;CANT-C;1;410;410;410;;;;;", "qty" },
        { "Q2025-000004;2025-11-10;10:00;LEROY;CHEQUE;cancel;CANT-C;-11;410;-4510;-4510;;;;;", "origin" },
        { "Q2025-000004;2025-11-10;10:00;MARTIN;ESPECES;cancel;CANT-B;-10;320;-3200;-3200;;;;Q2025-000001;", "means" },
        { "B2025-000001;2025-11-10;10:00;LEROY;HORS_REGIE;refund_by_commune;CANT-B;-1;320;-320;-320;;;;;", "origin" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_wrong_cell_is_named_by_file_line_and_column(string file, string before, string after, int line, string column)
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        folder.Change(file, before, after);

        AssertRefused(await Replayed.RunAsync(folder.Path), $"{file}:{line}:{column}: ");
    }

    [Theory]
    [MemberData(nameof(Undoings))]
    public async Task A_document_that_undoes_nothing_is_refused(string row, string column)
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        folder.Append("receipts.csv", row);

        AssertRefused(await Replayed.RunAsync(folder.Path), $"receipts.csv:6:{column}: ");
    }

    [Fact]
    public async Task A_cancellation_of_two_sales_is_refused()
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        folder.Append("receipts.csv", "Q2025-000004;2025-11-04;10:05;LEROY;CHEQUE;sale;BUS;5;80;400;400;;;;;");
        folder.Append("receipts.csv", "Q2025-000005;2025-11-05;10:00;LEROY;CHEQUE;cancel;CANT-C;-1;410;-410;-490;;;;Q2025-000003;");
        folder.Append("receipts.csv", "Q2025-000005;2025-11-05;10:00;LEROY;CHEQUE;cancel;BUS;-1;80;-80;-490;;;;Q2025-000004;");

        AssertRefused(await Replayed.RunAsync(folder.Path), "receipts.csv:8:origin: ");
    }

    [Theory]
    [InlineData("prices.csv")]
    [InlineData("families.csv")]
    [InlineData("opening_balances.csv")]
    [InlineData("receipts.csv")]
    [InlineData("consumption.csv")]
    public async Task A_missing_file_is_named(string file)
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        File.Delete(Path.Combine(folder.Path, file));

        AssertRefused(await Replayed.RunAsync(folder.Path), $"{file}:1:");
    }

    [Fact]
    public async Task A_file_that_is_not_UTF8_is_refused()
    {
        using var folder = MonthFolder.CopyOf(MonthFolder.HandWeek);
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "families.csv"), [0x66, 0xE9, 0x0A], TestContext.Current.CancellationToken);

        AssertRefused(await Replayed.RunAsync(folder.Path), "families.csv:1:family: ");
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_refused()
    {
        AssertRefused(await Replayed.RunAsync(Path.Combine(Path.GetTempPath(), "no-such-month")), Path.Combine(Path.GetTempPath(), "no-such-month") + ":");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a --json")]
    [InlineData("a --xml f")]
    public void Any_other_command_is_not_understood(string words)
    {
        Assert.Null(ReplayArguments.Read(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void The_file_may_come_before_the_folder()
    {
        Assert.Equal(new ReplayArguments("month", "out.json"), ReplayArguments.Read(["--json", "out.json", "month"]));
    }

    private static void AssertRefused(Replayed replayed, string place)
    {
        Assert.Equal(2, replayed.ExitCode);
        Assert.StartsWith(place, replayed.Error);
        Assert.Single(replayed.Error.TrimEnd().Split('\n'));
        Assert.Equal("", replayed.Output);
        Assert.Null(replayed.Json);
        Assert.False(replayed.Database.Exists);
    }
}
