using ETicket.Families;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Dossier;

/// <summary>The file is filled and sent on a phone without a script, by the keyboard alone; its pages can be read by everyone, empty, full, with long names and six children.</summary>
[Collection(nameof(PortalStories))]
public sealed class DossierOnAPhone(PortalRunning running)
{
    [Fact]
    public async Task R47_R50_R57_R58_A_file_is_filled_and_sent_without_a_script_by_the_keyboard_alone()
    {
        var home = await DossierHome.WelcomeAsync(running);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync(DossierHome.Page);
        await BrowserPhone.FitsAsync(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "La date de naissance de Nina Vidal manque." }).PressAsync("Enter");
        await page.GetByLabel("Date de naissance").FillAsync("hier");
        await page.GetByLabel("Date de naissance").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Une date comme 23/08/2019");
        await Expect(page.GetByLabel("Date de naissance")).ToHaveValueAsync("hier");
        await BrowserPhone.FitsAsync(page);
        await page.GetByLabel("Date de naissance").FillAsync("23/08/2019");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Je valide mes modifications") }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C’est enregistré");

        var adult = page.Locator($"#fiche-{home.Guardian.Value:N}");
        await adult.Locator("summary").PressAsync("Enter");
        await adult.GetByLabel("Adresse, ligne 1").FillAsync("Rue de la Mer");
        await adult.GetByLabel("Code postal").FillAsync("38630");
        await adult.GetByLabel("Ville").FillAsync("Rochefort");
        await adult.GetByLabel("Téléphone mobile").FillAsync("0607897015");
        await adult.GetByLabel("Utiliser cette adresse pour la facturation").PressAsync("Space");
        await adult.GetByLabel("Utiliser ces coordonnées en cas d’urgence").PressAsync("Space");
        await adult.GetByRole(AriaRole.Button).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C’est enregistré");
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Vérifier et envoyer mon dossier" }).PressAsync("Enter");
        await page.GetByLabel("J’ai vérifié mes fiches").PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C’est envoyé.");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Je valide") })).ToHaveCountAsync(0);
        await BrowserPhone.FitsAsync(page);

        Assert.DoesNotContain(phone.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R31_R47_The_pages_can_be_read_and_used_by_everyone_in_every_state_with_long_names_and_six_children()
    {
        var home = await DossierHome.WelcomeAsync(
            running, name: "de La Rochefoucauld-Montbrison-Villeneuve", children: ["Maximilienne-Alexandrine-Élisabeth", "Lou", "Zoé", "Anne-Charlotte", "Barthélemy-Côme", "Iris"]);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);
        List<string> wrong = [];

        foreach (var address in new[] { $"{DossierHome.Page}?retire=true&fiche={home.Guardian}", home.ChildPage, home.AdultPage, $"{DossierHome.Page}/complements", $"{DossierHome.Page}/ajouter/tiers", $"{DossierHome.Page}/envoi", $"{DossierHome.Page}/retrait/{home.Child}" })
            wrong.AddRange(await PageJudge.JudgeAsync(page, address));
        await home.StandsAsync(FileState.Validated);
        foreach (var address in new[] { $"{DossierHome.Page}?fait={home.Child}", home.ChildPage, $"{DossierHome.Page}/ajouter/enfant" })
            wrong.AddRange(await PageJudge.JudgeAsync(page, address));
        await home.StandsAsync(FileState.Sent);
        foreach (var address in new[] { $"{DossierHome.Page}?envoye=true", home.AdultPage, $"{DossierHome.Page}/envoi", $"{DossierHome.Page}/retrait/{home.Child}" })
            wrong.AddRange(await PageJudge.JudgeAsync(page, address));

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }
}
