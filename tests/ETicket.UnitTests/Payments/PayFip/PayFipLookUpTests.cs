using System.Diagnostics;
using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.UnitTests.Payments.PayFip;

public sealed class PayFipLookUpTests
{
    [Theory]
    [InlineData("paid-by-card.xml", PaymentMeans.PayFipCard, false, "A55A11")]
    [InlineData("paid-by-debit.xml", PaymentMeans.PayFipDebit, true, "112233445566-tip")]
    public async Task A_paid_operation_is_credited_with_what_PayFiP_said(string file, PaymentMeans means, bool promised, string authorisation)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read(file));

        var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

        Assert.Equal((new Money(2500), means, promised, authorisation), (credited.Amount, credited.ProviderMeans, credited.Promised, credited.Authorisation));
        Assert.Equal(("20260514CANTINE01", "006270", 'W'), (credited.Reference, credited.ClientNumber, credited.Mode));
        Assert.Equal(new DateTimeOffset(2026, 5, 14, 9, 4, 0, TimeSpan.Zero), credited.PaidAt);
        Assert.Equal(TimeSpan.Zero, credited.PaidAt.Offset);
    }

    /// <summary>The answer is the Trésor's own and says paid: only its depth is not.</summary>
    [Theory]
    [InlineData(25, true)]
    [InlineData(33, false)]
    [InlineData(30_000, false)]
    public async Task C19_an_answer_nested_deeper_than_thirty_two_elements_is_refused_within_a_second(int nested, bool read)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("paid-by-card.xml"));
        Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());
        desk.Says(Transcript.Read("paid-by-card.xml").Replace("<return>", "<return>" + string.Concat(Enumerable.Repeat("<nouveau>", nested)) + string.Concat(Enumerable.Repeat("</nouveau>", nested))));

        var watch = Stopwatch.StartNew();
        var seen = await desk.LookUpAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(read, seen is ProviderView.Credited);
        if (!read)
            Assert.IsType<ProviderView.Unknown>(seen);
    }

    [Theory]
    [InlineData("card-refused.xml", typeof(ProviderView.Refused))]
    [InlineData("debit-refused.xml", typeof(ProviderView.Refused))]
    [InlineData("abandoned.xml", typeof(ProviderView.Cancelled))]
    public async Task An_unpaid_operation_is_told_apart_at_any_age(string file, Type view)
    {
        foreach (var minutes in new[] { 1, 19, 20, 3000 })
        {
            await using var desk = PayFipDesk.Open(TimeSpan.FromMinutes(minutes)).Says(Transcript.Read(file));

            Assert.IsType(view, await desk.LookUpAsync());
        }
    }

    [Theory]
    [InlineData("P5", 0, typeof(ProviderView.Pending))]
    [InlineData("P5", 19, typeof(ProviderView.Pending))]
    [InlineData("P5", 20, typeof(ProviderView.Expired))]
    [InlineData("P5", 3000, typeof(ProviderView.Expired))]
    [InlineData("P1", 19, typeof(ProviderView.Unknown))]
    [InlineData("P1", 20, typeof(ProviderView.Expired))]
    [InlineData("P3", 3000, typeof(ProviderView.Unknown))]
    [InlineData("P4", 3000, typeof(ProviderView.Unknown))]
    [InlineData("T2", 3000, typeof(ProviderView.Unknown))]
    [InlineData("Q7", 3000, typeof(ProviderView.Unknown))]
    [InlineData("", 3000, typeof(ProviderView.Unknown))]
    public async Task A_functional_fault_is_read_by_its_code_and_the_age_of_the_operation(string code, int minutes, Type view)
    {
        await using var desk = PayFipDesk.Open(TimeSpan.FromMinutes(minutes)).Says(Transcript.Fault(code, "Résultat non connu & <rien>"), 500);

        var seen = await desk.LookUpAsync();

        Assert.IsType(view, seen);
        if (seen is ProviderView.Unknown unknown)
            Assert.Contains(code, unknown.Why);
        if (seen is ProviderView.Expired expired)
            Assert.Equal(code, JsonDocument.Parse(expired.Proof).RootElement.GetProperty("code").GetString());
    }

    /// <summary>Opened on 14 May at 11:00 in Paris: the night is over for PayFiP on the 15th at 00:20, 800 minutes later.</summary>
    [Theory]
    [InlineData("P1", 20, false)]
    [InlineData("P1", 799, false)]
    [InlineData("P1", 800, true)]
    [InlineData("P5", 20, false)]
    [InlineData("P5", 3000, false)]
    [InlineData("card-refused.xml", 5, false)]
    [InlineData("card-refused.xml", 799, false)]
    [InlineData("card-refused.xml", 800, true)]
    [InlineData("debit-refused.xml", 800, true)]
    [InlineData("abandoned.xml", 5, false)]
    [InlineData("abandoned.xml", 500_000, false)]
    public async Task Only_what_the_night_purged_or_refused_is_the_last_word(string answer, int minutes, bool final)
    {
        var fault = answer.Length == 2;
        await using var desk = PayFipDesk.Open(TimeSpan.FromMinutes(minutes)).Says(fault ? Transcript.Fault(answer, "Résultat") : Transcript.Read(answer), fault ? 500 : 200);

        Assert.Equal(final, (await desk.LookUpAsync()).Final);
    }

    [Theory]
    [InlineData("paid-by-card.xml")]
    [InlineData("paid-by-debit.xml")]
    [InlineData("card-refused.xml")]
    [InlineData("abandoned.xml")]
    [InlineData("Deviations/extra-field.xml")]
    public async Task The_proof_keeps_the_fields_as_received_and_never_the_payers_address(string file)
    {
        var transcript = Transcript.Read(file);
        Assert.Contains(Transcript.Email, transcript);
        await using var desk = PayFipDesk.Open().Says(transcript);

        var proof = await desk.LookUpAsync() switch
        {
            ProviderView.Credited credited => credited.Proof,
            ProviderView.Refused refused => refused.Proof,
            ProviderView.Cancelled cancelled => cancelled.Proof,
            _ => "",
        };

        using var read = JsonDocument.Parse(proof);
        Assert.Equal("006270", read.RootElement.GetProperty("numcli").GetString());
        Assert.Equal("14052026", read.RootElement.GetProperty("dattrans").GetString());
        Assert.DoesNotContain("@", proof);
        Assert.False(read.RootElement.TryGetProperty("mel", out _));
    }

    [Theory]
    [InlineData("25,00")]
    [InlineData("25.00")]
    [InlineData("-2500")]
    [InlineData("2 500")]
    [InlineData("2500 EUR")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public async Task C42_an_amount_that_is_not_whole_cents_credits_nothing(string montant)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("paid-by-card.xml").Replace(">2500<", $">{montant}<"));

        Assert.Contains("montant", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);
    }

    [Theory]
    [InlineData("<montant>2500<", "<montant>1<")]
    [InlineData("<refdet>20260514CANTINE01<", "<refdet>ANOTHER1<")]
    [InlineData("<numcli>006270<", "<numcli>999999<")]
    [InlineData("<saisie>W<", "<saisie>T<")]
    [InlineData("<saisie>W<", "<saisie><")]
    [InlineData("<refdet>20260514CANTINE01<", "<refdet><")]
    public async Task What_differs_from_our_record_is_handed_over_not_judged(string expected, string said)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("paid-by-card.xml").Replace(expected, said));

        var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

        Assert.NotEqual(
            (new Money(2500), "20260514CANTINE01", "006270", 'W'),
            (credited.Amount, credited.Reference, credited.ClientNumber, credited.Mode));
    }

    [Theory]
    [InlineData('T', true, 'T')]
    [InlineData('X', true, 'X')]
    [InlineData('T', false, 't')]
    [InlineData('X', false, 'x')]
    [InlineData('W', false, 'W')]
    public async Task C32_a_payment_with_a_test_card_bears_a_mode_that_no_regie_has_unless_tests_are_accepted(char said, bool accepted, char handed)
    {
        await using var desk = PayFipDesk.Open(configure: options => options.AcceptsTestPayments = accepted)
            .Says(Transcript.Read("paid-by-card.xml").Replace("<saisie>W<", $"<saisie>{said}<"));

        var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync(PayFipDesk.Order(mode: said)));

        Assert.Equal(handed, credited.Mode);
    }

    [Theory]
    [InlineData("<resultrans>P<", "<resultrans>Y<")]
    [InlineData("<resultrans>P<", "<resultrans>p<")]
    [InlineData("<resultrans>P<", "<resultrans><")]
    [InlineData("<dattrans>14052026<", "<dattrans>20260514<")]
    [InlineData("<heurtrans>1104<", "<heurtrans>2560<")]
    [InlineData("<heurtrans>1104<", "<heurtrans><")]
    public async Task An_answer_that_cannot_be_read_is_unknown(string expected, string said)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("paid-by-card.xml").Replace(expected, said));

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not-an-operation")]
    [InlineData("<idOp/>")]
    public async Task A_reference_that_is_not_PayFiPs_is_never_asked(string reference)
    {
        await using var desk = PayFipDesk.Open().Says(Transcript.Read("paid-by-card.xml"));

        Assert.IsType<ProviderView.Unknown>(await desk.Provider.LookUpAsync(PayFipDesk.Order(), reference, TestContext.Current.CancellationToken));
        Assert.Empty(desk.Requests);
    }
}
