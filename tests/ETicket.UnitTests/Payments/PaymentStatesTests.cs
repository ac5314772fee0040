using ETicket.Payments;
using static ETicket.Payments.PaymentState;

namespace ETicket.UnitTests.Payments;

/// <summary>The whole table, state by state: an empty cell is a step that never happens.</summary>
public sealed class PaymentStatesTests
{
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
        { Refunded,    ". . . . . . . . . ." },
        { ChargedBack, ". . . x . . . . . ." },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_payment_moves_only_along_the_table(PaymentState from, string row)
    {
        var allowed = string.Join(' ', Columns.Select(to => PaymentStates.Allows(from, to) ? "x" : "."));

        Assert.Equal(row, allowed);
    }

    [Fact]
    public void The_table_of_this_page_has_every_state()
    {
        Assert.Equal(Enum.GetValues<PaymentState>().Order(), Columns.Order());
        Assert.Equal(Columns.Length, Rows.Count);
    }

    [Fact]
    public void Late_truth_wins_from_every_state_where_no_money_came()
    {
        PaymentState[] without = [Created, Pending, Unknown, Refused, Cancelled, Expired];

        Assert.All(without, from => Assert.True(PaymentStates.Allows(from, Paid) && PaymentStates.Allows(from, Promised)));
    }

    [Fact]
    public void Credited_and_open_are_never_the_same_state()
    {
        Assert.Equal([Promised, Paid], Enum.GetValues<PaymentState>().Where(s => s.IsCredited()));
        Assert.Equal([Created, Pending, Unknown], Enum.GetValues<PaymentState>().Where(s => s.IsOpen()));
    }
}
