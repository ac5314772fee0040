using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;

namespace ETicket.UnitTests.Payments;

/// <summary>« Rien n’a été débité » is only said where it is known.</summary>
public sealed class TakenTests
{
    [Theory]
    [InlineData(false, null, false, Taken.Nothing)]
    [InlineData(true, null, true, Taken.NothingWeKnowOf)]
    [InlineData(true, ProviderAnswer.Silent, true, Taken.NothingWeKnowOf)]
    [InlineData(true, ProviderAnswer.Nothing, true, Taken.NothingWeKnowOf)]
    [InlineData(true, ProviderAnswer.Expired, true, Taken.NothingWeKnowOf)]
    [InlineData(true, ProviderAnswer.Expired, false, Taken.Nothing)]
    [InlineData(true, ProviderAnswer.Cancelled, true, Taken.NothingWeKnowOf)]
    [InlineData(true, ProviderAnswer.Cancelled, false, Taken.Nothing)]
    [InlineData(true, ProviderAnswer.Refused, true, Taken.Nothing)]
    [InlineData(true, ProviderAnswer.Different, true, Taken.SeenByAPerson)]
    [InlineData(true, ProviderAnswer.Refused, true, Taken.NothingWeKnowOf, PaymentProvider.PayPal)]
    [InlineData(true, ProviderAnswer.Refused, false, Taken.Nothing, PaymentProvider.PayPal)]
    public void What_may_be_said_follows_the_last_answer(bool sentToPay, ProviderAnswer? answer, bool askedAgain, Taken said, PaymentProvider provider = PaymentProvider.PayFip)
    {
        var payment = new Payment
        {
            StructureId = StructureId.New(),
            Id = PaymentId.New(),
            FamilyId = FamilyId.New(),
            RegieId = RegieId.New(),
            BasketId = Guid.NewGuid(),
            Provider = provider,
            State = PaymentState.Expired,
            Amount = new Money(2500),
            Reference = "ET000001",
            BudgetYear = 2026,
            Actor = "parent",
            CreatedAt = DateTimeOffset.UnixEpoch,
            PayAt = sentToPay ? "https://payfip.example" : null,
            Answer = answer,
            NextAskAt = askedAgain ? DateTimeOffset.UnixEpoch : null,
        };

        Assert.Equal(said, OtherMoney.TakenOf(payment, held: false));
        Assert.Equal(Taken.WithAPerson, OtherMoney.TakenOf(payment, held: true));
    }
}
