using System.Text;
using ETicket.Payments;
using static ETicket.Payments.PaymentState;

namespace ETicket.UnitTests.Payments;

/// <summary>The whole table, state by state: an empty cell is a step that never happens.</summary>
public sealed class PaymentStatesTests
{
    private const string Page = "src/ETicket/Payments/states.md";

    private static readonly PaymentState[] Columns = [Created, Pending, Promised, Paid, Refused, Cancelled, Expired, Unknown, Refunded, ChargedBack];

    public static TheoryData<PaymentState, string> Rows { get; } = new()
    {
        //              Cr Pe Pr Pa Re Ca Ex Un Rf Cb
        { Created,     ". x x x x x x x . ." },
        { Pending,     ". . x x x x x x . ." },
        { Unknown,     ". x x x x x x . . ." },
        { Refused,     ". . x x . x x . . ." },
        { Cancelled,   ". . x x x . x . . ." },
        { Expired,     ". . x x . . . . . ." },
        { Promised,    ". . . x . . . . x x" },
        { Paid,        ". . . . . . . . x x" },
        { Refunded,    ". . . x . . . . . x" },
        { ChargedBack, ". . . x . . . . . ." },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_payment_moves_only_along_the_table(PaymentState from, string row)
    {
        var allowed = string.Join(' ', Columns.Select(to => PaymentStates.Edges.Contains(new(from, to)) ? "x" : "."));

        Assert.Equal(row, allowed);
    }

    [Fact]
    public void The_table_of_this_page_has_every_state()
    {
        Assert.Equal(Enum.GetValues<PaymentState>().Order(), Columns.Order());
        Assert.Equal(Columns.Length, Rows.Count);
    }

    /// <summary>With ETICKET_WRITE_PAGES=1 the page is written anew.</summary>
    [Fact]
    public void The_page_of_states_and_events_is_what_the_code_says()
    {
        var path = Path.Combine(Sources.Root, Page);
        var said = Draw();
        if (Environment.GetEnvironmentVariable("ETICKET_WRITE_PAGES") == "1")
            File.WriteAllText(path, said);

        Assert.Equal(said, File.ReadAllText(path));
    }

    [Fact]
    public void Late_truth_wins_from_every_state_where_no_money_came()
    {
        PaymentState[] without = [Created, Pending, Unknown, Refused, Cancelled, Expired];

        Assert.All(without, from => Assert.Equal((Paid, Promised), (PaymentStates.After(from, PaymentEvent.Credited), PaymentStates.After(from, PaymentEvent.CreditPromised))));
    }

    [Fact]
    public void What_a_look_up_says_again_changes_nothing_more()
    {
        var lookUps = Enum.GetValues<PaymentEvent>().Where(what => what is >= PaymentEvent.Credited and <= PaymentEvent.Silent);

        Assert.All(from state in Columns from what in lookUps select (state, what), pair =>
        {
            var once = PaymentStates.After(pair.state, pair.what)!.Value;
            Assert.Equal(once, PaymentStates.After(once, pair.what));
        });
    }

    [Fact]
    public void Credited_and_open_are_never_the_same_state()
    {
        Assert.Equal([Promised, Paid], Enum.GetValues<PaymentState>().Where(s => s.IsCredited()));
        Assert.Equal([Created, Pending, Unknown], Enum.GetValues<PaymentState>().Where(s => s.IsOpen()));
    }

    private static string Draw()
    {
        var page = new StringBuilder(
            """
            # What becomes of a payment

            Drawn from the table in `PaymentStates.cs` by `PaymentStatesTests`, which fails when this page says anything else; `StatesByEventsTests` makes every pair happen in a
            real database. « = »: it stays what it is. « no »: the act is refused and nothing is written.


            """);
        page.Append("| event |").AppendJoin("", Columns.Select(state => $" {state} |")).Append('\n').Append("|---|").AppendJoin("", Columns.Select(_ => "---|")).Append('\n');
        foreach (var what in Enum.GetValues<PaymentEvent>())
            page.Append($"| {what} |").AppendJoin("", Columns.Select(state => $" {Cell(state, what)} |")).Append('\n');
        return page.ToString();
    }

    private static string Cell(PaymentState state, PaymentEvent what) => PaymentStates.After(state, what) is { } next ? next == state ? "=" : $"**{next}**" : "no";
}
