using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Undelivered;
using ETicket.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>Names, addresses and templates that would do harm if they were believed.</summary>
public sealed class HostileLettersTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task E14_A_broken_template_stops_its_own_letter_and_no_other_and_the_letter_leaves_once_it_is_mended()
    {
        var templates = Directory.CreateTempSubdirectory("modeles");
        CopyTemplates(templates.FullName);
        await using var story = await DeliveryStory.BeginAsync(cluster, settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Mail:Templates"] = templates.FullName });
        var file = Path.Combine(templates.FullName, "mail", "top-up-receipt.html");
        var whole = await File.ReadAllTextAsync(file, Stop);
        await File.WriteAllTextAsync(file, whole.Replace("{{receipt_number}}", "{{numero}}", StringComparison.Ordinal), Stop);

        // The family is paid twice: the letter of that leaves, the receipts do not; the business has seen nothing.
        var payment = await PaidTwiceAsync(story);
        var (sent, failed) = await story.DeliversAsync(r => (r.Sent, r.Failed));

        Assert.Equal((1, 3), (sent, failed));
        Assert.Contains("deux fois", Assert.Single(story.Tray).Subject, StringComparison.Ordinal);
        Assert.Equal((PaymentState.Paid, "Template"), (await story.Town.StateOf(payment), await story.Books.AskAsync<string>("select distinct reason from undelivered_letter")));
        Assert.Contains("numero", await story.Books.AskAsync<string>("select min(detail) from undelivered_letter"), StringComparison.Ordinal);
        await story.Books.ShouldBeHealthyAsync();

        // Sent again together they would come back, until it is mended.
        var letters = story.Desk.Services.GetRequiredService<UndeliveredLetters>();
        Assert.Equal((0, 0), (await TogetherAsync(), await letters.SendAllAgainAsync(story.Town.Structure, UndeliveredReason.Template, "Dominique", Stop)));
        await File.WriteAllTextAsync(file, whole, Stop);
        Assert.Equal(3, await TogetherAsync());
        foreach (var id in await story.Books.AskAsync<long[]>("select array_agg(id) from undelivered_letter"))
            await letters.SendAgainAsync(story.Town.Structure, id, "Dominique", Stop);
        Assert.Equal(3, await story.DeliversAsync(r => r.Sent));
        templates.Delete(recursive: true);

        async Task<int> TogetherAsync()
        {
            await using var work = await story.Books.Database.BeginAsync(story.Town.Structure, Stop);
            return (await letters.TogetherAsync(work, Stop)).Sum(r => r.Letters);
        }
    }

    [Theory]
    [InlineData("Zoë\r\nBcc: tout@monde.example")]
    [InlineData("Zoë\nSubject: Gagné !\n\nCliquez ici")]
    [InlineData("{{ 1+1 }} {% for %} {{ env }} {{{raw}}}")]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(1)>")]
    [InlineData("\"; tout@monde.example, <tout@monde.example>")]
    public async Task E15_E17_A_name_is_only_ever_a_name(string name)
    {
        await using var story = await DeliveryStory.BeginAsync(cluster, bought: false);
        var family = FamilyId.New();
        await new FamilyFiles(story.Books.Database).OpenAsync(
            story.Town.Structure, [new(family, "F0666", name, [new(GuardianId.New(), name, name, "zoe@famille.example")], [new(ChildId.New(), name, name)])], Stop);
        var zoe = new FamilyFile(story.Town, family, []);
        await zoe.SellAsync([(1, "BUS")]);

        Assert.Equal(1, await story.DeliversAsync(r => r.Sent));

        var letter = Assert.Single(story.Tray);
        Assert.Equal("zoe@famille.example", Assert.Single(letter.Recipients));
        Assert.Single(letter.Headers, header => header.Name == "Subject");
        Assert.DoesNotContain(letter.Headers, header => header.Name is "Bcc" or "Cc");
        Assert.Contains("quittance", letter.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", letter.Html!, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", letter.Html!, StringComparison.Ordinal);
        if (name.StartsWith("{{", StringComparison.Ordinal))
            Assert.Contains(name, letter.Text!, StringComparison.Ordinal);
    }

    // In the address.
    [Theory]
    [InlineData("zoe@famille.example>\r\nRCPT TO:<tout@monde.example")]
    [InlineData("zoe@famille.example, tout@monde.example")]
    [InlineData("zoe")]
    public async Task E17_What_is_no_address_is_never_said_to_the_server_and_the_mairie_is_told(string address)
    {
        await using var story = await DeliveryStory.BeginAsync(cluster);

        await story.WritesAsync($"email = '{address}'");

        Assert.Equal((0, 1), await story.DeliversAsync(r => (r.Sent, r.Failed)));
        Assert.Empty(story.Tray);
        Assert.Equal("NotAnAddress", await story.Books.AskAsync<string>("select reason from undelivered_letter"));
        await story.Books.ShouldBeHealthyAsync();
    }

    private static async Task<Payment> PaidTwiceAsync(DeliveryStory story)
    {
        var first = await story.Martin.GoesToPay(2, "CANT-B");
        story.Town.PayFip.SaysExpired(first);
        await story.Martin.Settles(first);
        var again = await story.Martin.GoesToPayAgain(first);
        foreach (var payment in new[] { again, first })
        {
            story.Town.PayFip.Accepts(payment);
            await story.Martin.Settles(payment, "sweep");
        }
        return again;
    }

    private static void CopyTemplates(string to)
    {
        var from = Path.Combine(AppContext.BaseDirectory, "templates", "mail");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, "mail", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
