using System.Net;
using System.Text.Json;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Stops;
using ETicket.Treasury;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ETicket.IntegrationTests.Pages;

/// <summary>The letters that did not leave, before the mairie; and the letters a reader no longer wants, before anybody who holds their address.</summary>
[Collection(nameof(PortalStories))]
public sealed class UndeliveredPageTests(PortalRunning running)
{
    private const string List = "/mairie/lettres/non-remises";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_that_did_not_leave_is_listed_with_its_reason_refused_until_the_address_is_corrected_then_sent_again()
    {
        await using var database = running.Portal.Database();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var letter = await GivenUpAsync(database);

        Assert.Contains("courrier non remis", (await staff.PageAsync("/mairie")).Body!.TextContent.Replace("courriers non remis", "courrier non remis", StringComparison.Ordinal), StringComparison.Ordinal);
        var listed = (await staff.PageAsync(List)).QuerySelector($"#lettre-{letter}")!.ParentElement!;
        Assert.Contains("n’est pas une adresse", listed.TextContent, StringComparison.Ordinal);
        Assert.Contains("Inès Leroy", listed.TextContent, StringComparison.Ordinal);
        Assert.Contains("corrigez d’abord l’adresse", listed.TextContent, StringComparison.Ordinal);
        using (var refused = await staff.PostAsync($"{List}?handler=Renvoyer", ("lettre", $"{letter}")))
            Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (refused.StatusCode, (await ParentSession.RefusalAsync(refused)).Contains("corrigez-la", StringComparison.Ordinal)));

        await WriteAsync(database, "ines.leroy@famille.example");
        Assert.Contains("ines.leroy@famille.example", (await staff.PageAsync(List)).QuerySelector($"#lettre-{letter}")!.ParentElement!.TextContent, StringComparison.Ordinal);
        foreach (var _ in new[] { "a click", "the same click again" })
        {
            using var done = await staff.PostAsync($"{List}?handler=Renvoyer", ("lettre", $"{letter}"));
            Assert.Equal((HttpStatusCode.SeeOther, $"{List}?fait=renvoyee&apres=0"), (done.StatusCode, done.Headers.Location!.ToString()));
        }

        Assert.Null((await staff.PageAsync($"{List}?fait=renvoyee")).QuerySelector($"#lettre-{letter}"));
        var id = await database.AskAsync<string>("select o.message_id from outbox_letter o join undelivered_letter u on u.letter_id = o.id where u.id = $1", letter);
        await Eventually.HoldsAsync("the letter is in the mailbox", async () => (await MailboxAsync(staff)).Count(m => m == id) == 1);
    }

    [Fact]
    public async Task The_letters_of_one_reason_are_sent_again_with_one_button_that_says_how_many()
    {
        await using var database = running.Portal.Database();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var (first, second) = (await GivenUpAsync(database), await GivenUpAsync(database));
        Assert.DoesNotContain("2 lettres pour ce motif", Plain((await staff.PageAsync(List)).Body!.TextContent), StringComparison.Ordinal);

        await WriteAsync(database, "ines.leroy@famille.example");
        var offered = Plain((await staff.PageAsync(List)).QuerySelector("[aria-labelledby=tout-renvoyer]")!.TextContent);
        Assert.Contains("2 lettres pour ce motif", offered, StringComparison.Ordinal);
        Assert.Contains($"À renvoyer : Quittance, en ligne ou au guichet. La plus ancienne est du {French.Day(await database.AskAsync<DateOnly>("select paris_day(min(o.queued_at)) from outbox_letter o join undelivered_letter u on u.letter_id = o.id where u.id = any($1)", new[] { first, second }))}.", offered, StringComparison.Ordinal);
        using (var done = await staff.PostAsync($"{List}?handler=ToutRenvoyer", ("motif", "NotAnAddress")))
            Assert.Equal((HttpStatusCode.SeeOther, $"{List}?fait=renvoyees&combien=2"), (done.StatusCode, done.Headers.Location!.ToString()));

        var page = await staff.PageAsync($"{List}?fait=renvoyees&combien=2");
        Assert.Contains("2 lettres repartent", Plain(page.QuerySelector("[role=status]")!.TextContent), StringComparison.Ordinal);
        Assert.All(new[] { first, second }, letter => Assert.Null(page.QuerySelector($"#lettre-{letter}")));
        using (var none = await staff.PostAsync($"{List}?handler=ToutRenvoyer", ("motif", "NotAnAddress")))
            Assert.Contains("Aucune lettre", (await staff.PageAsync(none.Headers.Location!.ToString())).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);

        static string Plain(string text) => text.Replace('\u00A0', ' ');
    }

    [Fact]
    public async Task A_letter_set_aside_wants_a_reason()
    {
        await using var database = running.Portal.Database();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var letter = await GivenUpAsync(database);

        using var mute = await staff.PostAsync($"{List}?handler=Classer", ("lettre", $"{letter}"), ("raison", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, mute.StatusCode);
        var page = await ParentSession.ReadAsync(mute);
        Assert.Contains("Écrivez en une phrase", page.QuerySelector($"#raison-{letter}-erreur")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($".errors a[href='#raison-{letter}']"));
        using var done = await staff.PostAsync($"{List}?handler=Classer", ("lettre", $"{letter}"), ("raison", "Remise au guichet"));

        Assert.Equal((HttpStatusCode.SeeOther, $"{List}?fait=classee&apres=0"), (done.StatusCode, done.Headers.Location!.ToString()));
        Assert.Equal("Remise au guichet", await database.AskAsync<string>("select outcome from undelivered_letter where id = $1", letter));
        Assert.Null((await staff.PageAsync(List)).QuerySelector($"#lettre-{letter}"));
        await WriteAsync(database, "ines.leroy@famille.example");
    }

    [Fact]
    public async Task A_mail_program_stops_a_topic_in_one_click_without_session_cookie_or_redirect_and_its_reader_takes_it_up_again()
    {
        await using var database = running.Portal.Database();
        var (address, offer) = await OfferAsync(database, LetterTopic.Reminders);
        var (other, _) = await OfferAsync(database, LetterTopic.News);
        using var nobody = new ParentSession(running.Portal.Address);

        // Looked at, it changes nothing.
        var page = await nobody.PageAsync(address);
        Assert.Contains("Ne plus les recevoir", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("rappels", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.False(await IsStoppedAsync(database, offer));
        using (var click = await nobody.PostWithAsync(address, null, ("List-Unsubscribe", "One-Click")))
            Assert.Equal(HttpStatusCode.OK, click.StatusCode);
        Assert.True(await IsStoppedAsync(database, offer));
        Assert.Empty(nobody.Cookies);
        Assert.Contains("Les recevoir à nouveau", (await nobody.PageAsync(address)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ne plus les recevoir", (await nobody.PageAsync(other)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using (var again = await nobody.PostWithAsync(address, null, ("choix", "recevoir")))
            Assert.Equal((HttpStatusCode.SeeOther, address), (again.StatusCode, again.Headers.Location!.ToString()));
        Assert.False(await IsStoppedAsync(database, offer));
        // RFC 8058 §3.2 lets the program choose its form.
        using var multipart = new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } };
        using (var click = await nobody.Http.PostAsync(new Uri(address, UriKind.Relative), multipart, Stop))
            Assert.Equal(HttpStatusCode.OK, click.StatusCode);
        Assert.True(await IsStoppedAsync(database, offer));
        using var stopped = await nobody.PostWithAsync(address, null, ("choix", "arreter"));
        Assert.Equal(HttpStatusCode.SeeOther, stopped.StatusCode);
        Assert.True(await IsStoppedAsync(database, offer));
    }

    [Fact]
    public async Task Who_does_not_hold_the_token_stops_nothing()
    {
        await using var database = running.Portal.Database();
        var (address, offer) = await OfferAsync(database, LetterTopic.LowBalance);
        using var nobody = new ParentSession(running.Portal.Address);
        string[] wrong = [$"/lettres/{offer.Structure.Value:N}/{Guid.NewGuid():N}", $"/lettres/{Guid.NewGuid():N}/{offer.Token:N}", $"/lettres/{offer.Structure.Value:N}/1"];

        foreach (var path in wrong)
        {
            using var asked = await nobody.GetAsync(path);
            using var posted = await nobody.PostWithAsync(path, null, ("List-Unsubscribe", "One-Click"));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (asked.StatusCode, posted.StatusCode));
        }
        foreach (var body in new[] { ("List-Unsubscribe", "Yes"), ("choix", "tout"), ("", "") })
        {
            using var posted = await nobody.PostWithAsync(address, null, body);
            Assert.Equal(HttpStatusCode.BadRequest, posted.StatusCode);
        }

        Assert.False(await IsStoppedAsync(database, offer));
    }

    /// <summary>A sale at the counter to a family whose address is none: the postman gives its letter up.</summary>
    private async Task<long> GivenUpAsync(PortalDatabase database)
    {
        await WriteAsync(database, "ines.leroy chez famille.example");
        var before = await database.AskAsync<long>("select coalesce(max(id), 0) from undelivered_letter");
        await using var verbs = database.Verbs(running.Portal);
        await verbs.GetRequiredService<CashDesk>().SellAsync(
            new(Guid.NewGuid(), await database.CommuneAsync(), await database.FamilyAsync("Leroy"), LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], [new(await database.TicketTypeAsync("BUS"), 1)]),
            Stop);
        await Eventually.HoldsAsync("the letter is given up", async () => await database.AskAsync<long>("select coalesce(max(id), 0) from undelivered_letter") > before);
        return await database.AskAsync<long>("select max(id) from undelivered_letter");
    }

    private static async Task WriteAsync(PortalDatabase database, string address)
    {
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var command = owner.CreateCommand("update guardian set email = $1 where last_name = 'Leroy'");
        command.Parameters.Add(new() { Value = address });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
    }

    private static async Task<(string Address, StopOffer Offer)> OfferAsync(PortalDatabase database, LetterTopic topic)
    {
        var offer = await new StopDesk(database.Books.Worker).OfferAsync(await database.CommuneAsync(), GuardianId.New(), topic, Stop);
        return (offer.On("http://127.0.0.1").AbsolutePath, offer);
    }

    private static Task<bool> IsStoppedAsync(PortalDatabase database, StopOffer offer) =>
        database.AskAsync<bool>("select stopped_at is not null from letter_stop where token = $1", offer.Token);

    private static async Task<IReadOnlyList<string>> MailboxAsync(ParentSession anybody)
    {
        using var messages = JsonDocument.Parse(await anybody.Http.GetStringAsync(new Uri("/boite-aux-lettres/messages.json", UriKind.Relative), Stop));
        return [.. messages.RootElement.EnumerateArray().Select(m => m.GetProperty("message_id").GetString()!)];
    }
}
