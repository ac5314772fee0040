using ETicket.Ledger;
using ETicket.Web.Display;

namespace ETicket.UnitTests.Display;

/// <summary>What a code is called where a person reads it.</summary>
public sealed class WordsTests
{
    [Fact]
    public void What_takes_tickets_back_and_what_gives_them_again_is_not_always_a_rejected_payment()
    {
        Assert.Equal("Paiement repris ou remboursé, tickets repris", Words.Of(EntryKind.Reversal));
        Assert.Equal("Reprise levée, tickets rendus", Words.Of(EntryKind.ReversalUndone));
    }
}
