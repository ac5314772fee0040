using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Stories;

/// <summary>Every way a payment can end, as the payer sees it and as the books keep it.</summary>
[Collection(nameof(PortalStories))]
public sealed class PaymentsOnAPhone(PortalRunning running)
{
    private const string Ticket = "Ramassage scolaire";
    private const int Bought = 5;

    [Fact]
    public async Task R146_A_direct_debit_is_promised_credited_and_receipted_at_once()
    {
        var (before, after) = await PayAsync(async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Payer par prélèvement" }).ClickAsync();
            await Expect(page.Locator(".status")).ToHaveTextAsync("Prélèvement en attente");
        });

        Assert.Equal((before.Tickets + Bought, before.Receipts + 1), after);
    }

    [Fact]
    public async Task A_refused_card_brings_nothing_and_says_so()
    {
        var (before, after) = await PayAsync(async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Carte refusée" }).ClickAsync();
            await Expect(page.Locator(".status")).ToHaveTextAsync("Refusé");
            // The same basket is tried again, never another one beside it: whatever is paid twice is then known to be.
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Réessayer sur le site du Trésor public" })).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Recommencer un achat" })).ToHaveCountAsync(0);
        });

        Assert.Equal(before, after);
    }

    [Fact]
    public async Task R134_A_payment_abandoned_then_paid_on_the_same_page_of_the_Tresor_is_credited_once()
    {
        var (before, after) = await PayAsync(async page =>
        {
            var paymentPage = page.Url;
            await page.GetByRole(AriaRole.Button, new() { Name = "Abandonner" }).ClickAsync();
            await Expect(page.Locator(".status")).ToHaveTextAsync("Abandonné");
            var portalPage = page.Url;

            await page.GotoAsync(paymentPage);
            await page.GetByRole(AriaRole.Button, new() { Name = "Payer par carte" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Votre paiement" })).ToBeVisibleAsync();
            // The notification may come a moment after the payer.
            await Eventually.HoldsAsync("the payment said paid", async () =>
            {
                await page.GotoAsync(portalPage);
                return await page.Locator(".status").InnerTextAsync() == "Payé";
            });
        });

        Assert.Equal((before.Tickets + Bought, before.Receipts + 1), after);
    }

    private async Task<((int Tickets, long Receipts) Before, (int Tickets, long Receipts) After)> PayAsync(Func<IPage, Task> act)
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await using var database = running.Portal.Database();
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);
        var before = await CountAsync(database);

        await BrowserPhone.ChooseAsync(page, $"{Ticket}, pour Julia", Bought);
        await act(page);

        Assert.Empty(await database.ViolationsAsync());
        return (before, await CountAsync(database));
    }

    private static async Task<(int Tickets, long Receipts)> CountAsync(PortalDatabase database)
    {
        var (family, type) = (await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        return (
            await database.AskAsync<int>("select tickets from wallet where family_id = $1 and ticket_type_id = $2", family.Value, type.Value),
            await database.AskAsync<long>("select count(*) from receipt where family_id = $1", family.Value));
    }
}
