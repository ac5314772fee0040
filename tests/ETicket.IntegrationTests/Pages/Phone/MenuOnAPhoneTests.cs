using ETicket.IntegrationTests.Pages.Account;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Phone;

/// <summary>« Le menu sous le pouce » : five words side by side on the narrowest phones, apart from each other and from the edges.</summary>
[Collection(nameof(PortalStories))]
public sealed class MenuOnAPhoneTests(PortalRunning running)
{
    private const double Margin = 4;

    [Theory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(390)]
    public async Task The_five_words_of_the_menu_are_whole_and_apart_whichever_is_here(int width)
    {
        var home = await AccountHome.WelcomeAsync(running);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.SetViewportSizeAsync(width, 640);
        foreach (var here in new[] { "planning", "factures", "dossier", "documents", "informations" })
        {
            await page.GotoAsync($"/famille/{here}");
            var words = await page.EvaluateAsync<double[]>("[...document.querySelectorAll('.menu .menu-word')].flatMap(w => [w.getBoundingClientRect().left, w.getBoundingClientRect().right])");
            Assert.Equal(10, words.Length);
            double[] edges = [0, .. words, width];
            var gaps = edges.Chunk(2).Select(pair => pair[1] - pair[0]).ToList();
            Assert.All(gaps, gap => Assert.InRange(gap, Margin, width));
        }
    }
}
